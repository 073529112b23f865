import * as z from 'zod'
import { Seq, Time } from './ids.ts'
import { menders } from './mend.ts'
import { smallLetters } from './menders.ts'
import { MessageType } from './message.ts'

/** Who did something. `id` is the agent's subject, the bot key's id or the user's id. */
export const Actor = z
  .strictObject({
    type: z.enum(['user', 'bot', 'agent', 'system']),
    id: z.string().exactOptional(),
    name: z.string().exactOptional(),
  })
  .meta({ id: 'Actor' })
export type Actor = z.infer<typeof Actor>

export const Priority = z
  .enum(['low', 'normal', 'high', 'urgent'])
  .meta({ id: 'Priority' })
  .register(menders, smallLetters)
export type Priority = z.infer<typeof Priority>

/** How an episode under a person ended. `expired`: nobody came, or nobody spoke any more. */
export const EpisodeOutcome = z.enum(['resolved', 'rejected', 'returned', 'expired']).meta({ id: 'EpisodeOutcome' })
export type EpisodeOutcome = z.infer<typeof EpisodeOutcome>

/** Why a conversation was taken from the bot. Open text over REST (`?trigger=`); these are the ones that Interlude sets. */
export const Trigger = z.string().min(1).max(64)

const common = {
  /** Position in the conversation's log: 1, 2, 3… without gaps. */
  seq: Seq,
  at: Time,
  /** How often control had changed hands once this was written; a bot's message leaves only while it is unchanged. */
  epoch: z.int().min(0),
}

const content = {
  type: MessageType,
  text: z.string().exactOptional(),
  payload: z.record(z.string(), z.unknown()).exactOptional(),
  /** Set where this is the rest of a longer text: the `seq` of its first piece. */
  continues: Seq.exactOptional(),
}

/** Something that was said, to or by the user. */
export const MessageEntry = z.strictObject({
  ...common,
  kind: z.literal('message'),
  direction: z.enum(['in', 'out']),
  by: Actor,
  ...content,
  /** The client's own id of the message. */
  clientId: z.string().exactOptional(),
  /** Of a bot's reply: the `seq` of the message that it answers. */
  inReplyTo: Seq.exactOptional(),
  /** Set where the message must be sent to the channel's webhook, rather than answered or read. */
  deliver: z.literal(true).exactOptional(),
  /** When the channel says that it was sent. */
  sentAt: Time.exactOptional(),
})
export type MessageEntry = z.infer<typeof MessageEntry>

/** A bot's words that the fence stopped: a draft for agents, never shown to the user. */
export const WithheldEntry = z.strictObject({
  ...common,
  kind: z.literal('withheld'),
  /** The turn whose late answer this is. */
  inReplyTo: Seq.exactOptional(),
  /** The logged message whose delivery was stopped (its content stands there). */
  of: Seq.exactOptional(),
  /** Set where a crash left open whether the channel got `of` before. */
  delivery: z.literal('unknown').exactOptional(),
  type: MessageType.exactOptional(),
  text: z.string().exactOptional(),
  payload: z.record(z.string(), z.unknown()).exactOptional(),
  continues: Seq.exactOptional(),
})
export type WithheldEntry = z.infer<typeof WithheldEntry>

export const PausedEntry = z.strictObject({
  ...common,
  kind: z.literal('paused'),
  by: Actor,
  trigger: Trigger,
  reason: z.string().exactOptional(),
  priority: Priority,
  episode: z.int().min(1),
  /** Messages that the bot had not answered when it lost the conversation. */
  held: z.array(Seq).exactOptional(),
})
export type PausedEntry = z.infer<typeof PausedEntry>

export const ResumedEntry = z.strictObject({
  ...common,
  kind: z.literal('resumed'),
  by: Actor,
  outcome: EpisodeOutcome,
  comment: z.string().exactOptional(),
  episode: z.int().min(1),
})
export type ResumedEntry = z.infer<typeof ResumedEntry>

export const AssignedEntry = z.strictObject({
  ...common,
  kind: z.literal('assigned'),
  agent: Actor,
  episode: z.int().min(1),
})

/** The conversation went from its agent back to everybody who may take it. */
export const TransferredEntry = z.strictObject({
  ...common,
  kind: z.literal('transferred'),
  by: Actor,
  from: Actor,
  reason: z.string(),
  episode: z.int().min(1),
})

/** For agents only. */
export const NoteEntry = z.strictObject({ ...common, kind: z.literal('note'), by: Actor, text: z.string() })

/** Agents were told, for the `count`-th time, that a person waits. */
export const AlertedEntry = z.strictObject({
  ...common,
  kind: z.literal('alerted'),
  count: z.int().min(1),
  episode: z.int().min(1),
})

/** A message that the channel refused for good. */
export const UndeliverableEntry = z.strictObject({
  ...common,
  kind: z.literal('undeliverable'),
  of: Seq,
  reason: z.string(),
})
export type UndeliverableEntry = z.infer<typeof UndeliverableEntry>

/** An agent has the message `of`, which the channel did not take, sent once more. */
export const RedeliveryEntry = z.strictObject({
  ...common,
  kind: z.literal('redelivery'),
  of: Seq,
  by: Actor,
  /** The client's own id of the request. */
  clientId: z.string().exactOptional(),
})
export type RedeliveryEntry = z.infer<typeof RedeliveryEntry>

/** One line of a conversation's log. Entries never change. */
export const Entry = z
  .discriminatedUnion('kind', [
    MessageEntry,
    WithheldEntry,
    PausedEntry,
    ResumedEntry,
    AssignedEntry,
    TransferredEntry,
    NoteEntry,
    AlertedEntry,
    UndeliverableEntry,
    RedeliveryEntry,
  ])
  .meta({ id: 'Entry' })
export type Entry = z.infer<typeof Entry>

/** An entry as an end user gets it: no notes, no drafts, and without what is the team's own (who exactly, why, how urgent). */
export function asUserSees(entry: Entry): Entry | undefined {
  switch (entry.kind) {
    case 'message':
      return entry.by.type === 'user' ? entry : publicMessage(entry)
    case 'paused': {
      const { seq, at, epoch, kind, by, episode } = entry
      return { seq, at, epoch, kind, by: publicActor(by), trigger: by.type, priority: 'normal', episode }
    }
    case 'resumed': {
      const { seq, at, epoch, kind, by, outcome, episode } = entry
      return { seq, at, epoch, kind, by: publicActor(by), outcome, episode }
    }
    case 'assigned':
      return { ...entry, agent: publicActor(entry.agent) }
    case 'transferred':
    case 'withheld':
    case 'note':
    case 'alerted':
    case 'undeliverable':
    case 'redelivery':
      return undefined
    default:
      return entry satisfies never
  }
}

function publicMessage({ clientId: _clientId, ...message }: MessageEntry): MessageEntry {
  return { ...message, by: publicActor(message.by) }
}

function publicActor({ type, name }: Actor): Actor {
  return { type, ...(name !== undefined && { name }) }
}

/** The messages among entries: what was said, without who held the conversation meanwhile. */
export function messagesOf(entries: readonly Entry[]): MessageEntry[] {
  return entries.filter((entry): entry is MessageEntry => entry.kind === 'message')
}
