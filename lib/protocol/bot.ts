import * as z from 'zod'
import { briefFields } from './brief.ts'
import { Cause, EpisodeOutcome, Priority } from './control.ts'
import { Actor } from './entry.ts'
import { CommandId, Epoch, PathId, Seq, SessionId, Time } from './ids.ts'
import { menders } from './mend.ts'
import { answerMender, handoffMender, repliesUpTo } from './mend-content.ts'
import { textUpTo } from './menders.ts'
import { Content, MessageType, UserProfile } from './message.ts'
import { reviewFields } from './review-outcome.ts'
import { MAX_REASON_CHARS } from './wire.ts'

/** A conversation by its id and by the channel's ids. */
export const SessionRef = z
  .object({ id: SessionId, channel: z.string(), userId: z.string(), threadId: z.string().exactOptional() })
  .meta({ id: 'SessionRef' })

/** A message of an episode, as a handback contains it. */
export const HandbackTurn = z
  .object({
    seq: Seq,
    at: Time,
    from: z.enum(['user', 'agent', 'bot', 'system']),
    type: MessageType,
    text: z.string().exactOptional(),
    payload: z.record(z.string(), z.unknown()).exactOptional(),
    continues: Seq.exactOptional().meta({
      description: 'Set if the text continues a longer one: the `seq` of its first piece.',
    }),
  })
  .meta({ id: 'HandbackTurn' })
export type HandbackTurn = z.infer<typeof HandbackTurn>

/** Reports an episode to the bot. `webhook-id` is the `episodeId`: the same id is the same handback. */
export const Handback = z
  .object({
    type: z.literal('handback'),
    session: SessionRef,
    episodeId: z.string(),
    epoch: z.int().meta({
      description: 'Send it with a reply to this handback. Interlude accepts the reply while this epoch is current.',
    }),
    ...Cause.shape,
    outcome: EpisodeOutcome,
    agent: Actor.exactOptional(),
    comment: z.string().exactOptional(),
    tags: z.array(z.string()).exactOptional().meta({
      description: 'Tags of the conversation when the episode ended. Missing: none.',
    }),
    carryOn: z.literal(true).exactOptional().meta({
      description: 'The user waits for the bot: answer the newest unanswered message now.',
    }),
    startedAt: Time,
    endedAt: Time,
    turns: z.array(HandbackTurn).max(200),
    missed: z
      .array(
        z.object({
          seq: Seq,
          text: z.string().exactOptional(),
          continues: Seq.exactOptional(),
          unanswered: z.boolean(),
        }),
      )
      .meta({
        description: 'User messages that the bot did not see. `unanswered`: no agent answered after the message.',
      }),
    next: Seq.exactOptional().meta({
      description: 'Set if the episode is longer. Read the entries after this one.',
    }),
    end: z.literal(true),
  })
  .meta({ id: 'Handback' })
export type Handback = z.infer<typeof Handback>

/** Tells a supervised bot how its reply to an earlier message ended. Each is told once, with the bot's next turn. */
export const ReviewReport = z
  .object({
    of: Seq.exactOptional().meta({ description: "The user's message. Missing if the bot had spoken unasked." }),
    ...reviewFields,
    replies: z
      .array(
        z.object({
          seq: Seq,
          type: MessageType,
          text: z.string().exactOptional(),
          payload: z.record(z.string(), z.unknown()).exactOptional(),
        }),
      )
      .meta({ description: 'Messages that the user got instead. Empty if the reply was withheld.' }),
  })
  .meta({ id: 'ReviewReport' })
export type ReviewReport = z.infer<typeof ReviewReport>

/** A call to a bot about a user's message, signed as in Standard Webhooks. `webhook-id` is `<session>:<seq>`. */
export const BotTurn = z
  .object({
    type: z.literal('message'),
    botId: z.string(),
    session: SessionRef,
    epoch: z.int(),
    seq: Seq,
    message: z.object({
      id: z.string().exactOptional(),
      type: MessageType,
      text: z.string().exactOptional(),
      payload: z.record(z.string(), z.unknown()).exactOptional(),
      at: Time,
    }),
    user: z.object({ id: z.string(), ...UserProfile.shape }),
    handbacks: z.array(Handback).exactOptional(),
    reviews: z.array(ReviewReport).exactOptional(),
    trial: z.literal(true).exactOptional().meta({
      description: 'An admin tries the bot. No user wrote the message, and nobody gets the answer.',
    }),
  })
  .meta({ id: 'BotTurn' })
export type BotTurn = z.infer<typeof BotTurn>

export const HandoffRequest = z
  .strictObject({
    reason: z
      .string()
      .min(1)
      .max(MAX_REASON_CHARS)
      .register(menders, textUpTo(MAX_REASON_CHARS, 'the bot asked for a person')),
    priority: Priority.default('normal'),
    queue: PathId.exactOptional().meta({
      description: "Queue in which the conversation waits. The bot's own settings count for an unknown one.",
    }),
    ...briefFields,
  })
  .meta({ id: 'HandoffRequest', description: 'Asks people to take the conversation.' })
  .register(menders, handoffMender)
export type HandoffRequest = z.infer<typeof HandoffRequest>

/** Most replies of one answer. More are dropped. */
const MAX_REPLIES = 50

export const Replies = z.array(Content).max(MAX_REPLIES).register(menders, repliesUpTo(MAX_REPLIES))

/** A bot's answer. It may have no replies. */
export const BotAnswer = z
  .strictObject({ replies: Replies.default([]), handoff: HandoffRequest.exactOptional() })
  .meta({ id: 'BotAnswer' })
  .register(menders, answerMender)
export type BotAnswer = z.infer<typeof BotAnswer>

/** A gated bot's replies to a turn, or messages that a bot sends on its own (without `inReplyTo`). */
export const PostReplies = z
  .strictObject({
    id: CommandId.exactOptional(),
    epoch: Epoch,
    inReplyTo: Seq.exactOptional(),
    replies: Replies.default([]),
    handoff: HandoffRequest.exactOptional(),
  })
  .meta({ id: 'PostReplies' })
export type PostReplies = z.infer<typeof PostReplies>

/** A call to a channel's webhook. `webhook-id` is `<session>:<seq>`. */
export const ChannelDelivery = z
  .object({
    type: z.literal('message'),
    botId: z.string(),
    session: SessionRef,
    seq: Seq,
    at: Time,
    from: z.object({ type: z.enum(['bot', 'agent', 'system']), name: z.string().exactOptional() }),
    message: z.object({
      type: MessageType,
      text: z.string().exactOptional(),
      payload: z.record(z.string(), z.unknown()).exactOptional(),
    }),
  })
  .meta({ id: 'ChannelDelivery' })
export type ChannelDelivery = z.infer<typeof ChannelDelivery>

/** A call to a channel's webhook, or to the endpoint of events, by which an admin checks it. It carries no message. `webhook-id` is `check:<time>`. */
export interface CheckCall {
  readonly type: 'check'
}
