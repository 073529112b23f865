import * as z from 'zod'
import { briefFields } from './brief.ts'
import type { ChannelType } from './channels.ts'
import { Cause, EpisodeOutcome, Priority, SnoozedUntil } from './control.ts'
import { Actor } from './entry.ts'
import { holderFields } from './holder.ts'
import { CommandId, Seq, SessionId, Time } from './ids.ts'
import { menders, warnings } from './mend.ts'
import { contentMender } from './mend-content.ts'
import { textUpTo } from './menders.ts'
import {
  Content,
  hasContent,
  IfHeld,
  InsteadOf,
  MessageType,
  NEEDS_CONTENT,
  NEEDS_TEXT,
  textHasText,
} from './message.ts'
import { Rating } from './rating.ts'
import { MAX_COUNT, MAX_NOTE_CHARS } from './wire.ts'

/** Control over a conversation: with the bot, supervised or not, or with people (waiting for an agent, or with one). */
export const ControlView = z
  .discriminatedUnion('holder', [
    z.object({ holder: z.literal('bot') }),
    z.object({
      holder: z.literal('supervised'),
      since: Time,
      ...Cause.shape,
      by: Actor,
      reviews: z
        .array(
          z.object({
            of: Seq.exactOptional().meta({ description: "The user's message. Missing if the bot spoke unasked." }),
            from: Seq,
            upTo: Seq,
            since: Time,
            until: Time.meta({ description: 'Deadline. After it the reply is sent, or people get the conversation.' }),
          }),
        )
        .meta({ description: 'Replies that wait for approval: the entries `from` to `upTo` of the log.' }),
    }),
    z.object({
      holder: z.literal('human'),
      since: Time,
      ...Cause.shape,
      by: Actor,
      episodeId: z.string(),
      queue: z.string().exactOptional(),
      handoff: z.discriminatedUnion('status', [
        z.object({
          status: z.literal('pending'),
          priority: Priority,
          since: Time.meta({
            description: 'Time since which the conversation waits for an agent. The view `waiting` sorts by it.',
          }),
          alerts: z.int(),
          deadline: Time,
          acknowledgedBy: Actor.exactOptional().meta({ description: 'Somebody confirmed an alert of this wait.' }),
        }),
        z.object({
          status: z.literal('assigned'),
          priority: Priority,
          agent: Actor,
          assignedAt: Time,
          deadline: Time.meta({ description: 'End by idleness. While the conversation is snoozed: when it wakes.' }),
          snoozedUntil: SnoozedUntil.exactOptional().meta({
            description: 'The agent put the conversation off: until `deadline`, or until the user writes.',
          }),
        }),
      ]),
    }),
  ])
  .meta({ id: 'Control' })
export type ControlView = z.infer<typeof ControlView>

/** A conversation in Interlude's own API. */
export const Conversation = z
  .object({
    id: SessionId,
    botId: z.string(),
    channel: z.string(),
    userId: z.string(),
    threadId: z.string().exactOptional(),
    revision: Seq,
    epoch: z.int(),
    control: ControlView,
    createdAt: Time,
    lastEventAt: Time,
    lastHeardAt: Time.exactOptional(),
    preview: z.object({ seq: Seq, from: Actor.shape.type, text: z.string(), at: Time }).exactOptional(),
    user: z.object({
      id: z.string(),
      fullName: z.string().exactOptional(),
      avatarUrl: z.string().exactOptional(),
      language: z.string().exactOptional(),
    }),
    tags: z.array(z.string()).exactOptional().meta({ description: 'In the order in which they came. Missing: none.' }),
  })
  .meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof Conversation>

/** Until when the platform of the conversation's channel takes messages for the user. */
export const AnswerWindow = z.object({
  answersUntil: Time.exactOptional().meta({
    description: 'The platform takes every message until this time. Missing: always.',
  }),
  agentAnswersUntil: Time.exactOptional().meta({
    description:
      'The platform takes the messages of agents until this time, after `answersUntil` with a mark that a person wrote them. Missing: only until `answersUntil`.',
  }),
})
export type AnswerWindow = z.infer<typeof AnswerWindow>

/** The kind of the conversation's channel, so that the console knows the form of an answer there. */
export const ChannelKind = z.object({
  channelType: z
    .enum({ webhook: 'webhook', messenger: 'messenger', telegram: 'telegram' } satisfies {
      readonly [Type in ChannelType]: Type
    })
    .exactOptional()
    .meta({
      description: "Type of the channel in the bot's configuration. Missing: it is not there, as the widget's.",
    }),
})

/**
 * A view of the inbox. `waiting`: conversations that wait for an agent, or for the approval of a reply,
 * the longest wait first. `mine`: those of the
 * calling agent. `paused`: all that people hold or supervise. `all`. The last three have the newest event first.
 */
export const ConversationView = z.enum(['waiting', 'mine', 'paused', 'all']).meta({ id: 'ConversationView' })
export type ConversationView = z.infer<typeof ConversationView>

const count = z.int().min(0).max(MAX_COUNT)
/** Number of conversations of each view. 100 means more than 99. */
export const ViewCounts = z
  .object({ waiting: count, mine: count, paused: count, all: count } satisfies Record<ConversationView, unknown>)
  .meta({ id: 'ViewCounts' })
export type ViewCounts = z.infer<typeof ViewCounts>

/** An episode: one stretch in which people held a conversation. */
export const HandoffView = z
  .object({
    id: z.string(),
    conversation: SessionId,
    botId: z.string(),
    channel: z.string(),
    userId: z.string(),
    status: z.enum(['pending', 'assigned', 'ended']),
    ...Cause.shape,
    priority: Priority,
    by: Actor,
    agent: Actor.exactOptional(),
    startedAt: Time,
    assignedAt: Time.exactOptional(),
    endedAt: Time.exactOptional(),
    outcome: EpisodeOutcome.exactOptional(),
    comment: z.string().exactOptional(),
    tags: z.array(z.string()).exactOptional().meta({
      description: 'Tags of the conversation when the episode ended. Missing: none, or it has not ended.',
    }),
    rating: Rating.exactOptional().meta({ description: 'Missing: the user gave none.' }),
  })
  .meta({ id: 'Handoff' })
export type HandoffView = z.infer<typeof HandoffView>

/** The facts that an agent reads before they take a conversation. Only agents get it. */
export const BriefView = z
  .object({
    episodeId: z.string().exactOptional().meta({ description: 'Missing: the bot has the conversation.' }),
    reason: Cause.shape.reason,
    ...briefFields,
    declined: z
      .array(z.object({ seq: Seq, at: Time, by: Actor, reason: z.string() }))
      .meta({ description: 'Agents who declined it or put it back in this episode, with their reasons.' }),
  })
  .meta({ id: 'Brief' })
export type BriefView = z.infer<typeof BriefView>

export const NoteBody = z
  .strictObject({
    id: CommandId.exactOptional(),
    text: z.string().min(1).max(MAX_NOTE_CHARS).register(menders, textUpTo(MAX_NOTE_CHARS)),
  })
  .meta({ id: 'Note' })

/** An agent's message to the user. */
export const SayBody = z
  .strictObject({
    id: CommandId.exactOptional(),
    ifHeld: IfHeld.exactOptional(),
    insteadOf: InsteadOf.exactOptional(),
    ...Content.shape,
  })
  .refine(hasContent, NEEDS_CONTENT)
  .refine(textHasText, NEEDS_TEXT)
  .meta({ id: 'Say' })
  .register(menders, contentMender(MessageType.options))

/** The answer to an agent's message or note. */
export const Written = z.object({ session: SessionId, seq: Seq, duplicate: z.boolean(), ...warnings })

/** The answer to an agent's message, with the current holder of the conversation. */
export const SayAnswer = z
  .object({
    ...Written.shape,
    ...holderFields,
  })
  .meta({ id: 'SayAnswer' })
export type SayAnswer = z.infer<typeof SayAnswer>

/** The answer to a pause or unpause. A repeated command gets the current state, not that of its first answer. */
export const ControlChange = z
  .object({
    isPaused: z.boolean(),
    changed: z.boolean(),
    seq: Seq.exactOptional().meta({ description: 'Entry that this command wrote, now or when it first arrived.' }),
    epoch: z.int(),
    conversation: Conversation,
    ...warnings,
  })
  .meta({ id: 'ControlChange' })
export type ControlChange = z.infer<typeof ControlChange>
