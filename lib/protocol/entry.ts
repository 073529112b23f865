import * as z from 'zod'
import { defined } from '../defined.ts'
import { Actor } from './actor.ts'
import { Cause, EpisodeOutcome, Priority } from './control.ts'
import { Seq, Time } from './ids.ts'
import { MessageType } from './message.ts'

export { Actor } from './actor.ts'

const common = {
  /** Position in the conversation's log: 1, 2, 3… without gaps. */
  seq: Seq,
  at: Time,
  /** The epoch after this entry. A bot's message is delivered only while the epoch is unchanged. */
  epoch: z.int().min(0),
}

const content = {
  type: MessageType,
  text: z.string().exactOptional(),
  payload: z.record(z.string(), z.unknown()).exactOptional(),
  /** Set if the entry continues a longer text: the `seq` of its first piece. */
  continues: Seq.exactOptional(),
}

/** A message to or from the user. */
export const MessageEntry = z.strictObject({
  ...common,
  kind: z.literal('message'),
  direction: z.enum(['in', 'out']),
  by: Actor,
  ...content,
  /** The client's id of the message. */
  clientId: z.string().exactOptional(),
  /** Set for a bot's reply: the `seq` of the message that it answers. */
  inReplyTo: Seq.exactOptional(),
  /** Set if the channel's webhook must get the message. */
  deliver: z.literal(true).exactOptional(),
  /** The time of sending, as the channel reports it. */
  sentAt: Time.exactOptional(),
})
export type MessageEntry = z.infer<typeof MessageEntry>

/** A bot's reply that the fence stopped: a draft for agents, never shown to the user. */
export const WithheldEntry = z.strictObject({
  ...common,
  kind: z.literal('withheld'),
  /** The turn that this reply answers too late. */
  inReplyTo: Seq.exactOptional(),
  /** The logged message whose delivery the fence stopped. That entry has the content. */
  of: Seq.exactOptional(),
  /** Set if a crash left open whether the channel got `of`. */
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
  ...Cause.shape,
  priority: Priority,
  episode: z.int().min(1),
  /** Messages that the bot had not answered at the pause. */
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
  /** Set if somebody else gave the conversation to the agent. */
  by: Actor.exactOptional(),
  episode: z.int().min(1),
})

/** The conversation went from its agent to another one, or back to those that wait. */
export const TransferredEntry = z.strictObject({
  ...common,
  kind: z.literal('transferred'),
  by: Actor,
  from: Actor,
  /** Missing: the conversation waits for an agent again. */
  to: Actor.exactOptional(),
  /** Empty if nobody gave one. */
  reason: z.string(),
  episode: z.int().min(1),
})

/** For agents only: why an agent did not take a conversation that waits. */
export const DeclinedEntry = z.strictObject({
  ...common,
  kind: z.literal('declined'),
  by: Actor,
  reason: z.string(),
  episode: z.int().min(1),
})

/** The `seq` of a message, or the platform's id of one that the newest entries do not have. */
const of = z.union([Seq, z.string()])

/** An act of the user that is no message. */
export const NoteRemark = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('deleted'), of }),
  /** The note's text is the message's new one. */
  z.strictObject({ type: z.literal('edited'), of }),
  /** `removed`: the user took the reaction back. */
  z.strictObject({
    type: z.literal('reaction'),
    of,
    emoji: z.string().exactOptional(),
    removed: z.literal(true).exactOptional(),
  }),
  /** The user blocked the account, so that no message arrives. `removed`: the user took that back. */
  z.strictObject({ type: z.literal('blocked'), removed: z.literal(true).exactOptional() }),
])
export type NoteRemark = z.infer<typeof NoteRemark>

/** For agents only: a line that one of them wrote, or a `remark` of the user. */
export const NoteEntry = z.strictObject({
  ...common,
  kind: z.literal('note'),
  by: Actor,
  text: z.string(),
  remark: NoteRemark.exactOptional(),
})
export type NoteEntry = z.infer<typeof NoteEntry>

/** Interlude alerted agents, for the `count`-th time, that the user waits for a person. */
export const AlertedEntry = z.strictObject({
  ...common,
  kind: z.literal('alerted'),
  count: z.int().min(1),
  episode: z.int().min(1),
})

/** A message whose delivery failed for good. */
export const UndeliverableEntry = z.strictObject({
  ...common,
  kind: z.literal('undeliverable'),
  of: Seq,
  reason: z.string(),
})
export type UndeliverableEntry = z.infer<typeof UndeliverableEntry>

/** An agent asked for a new delivery of the undeliverable message `of`. */
export const RedeliveryEntry = z.strictObject({
  ...common,
  kind: z.literal('redelivery'),
  of: Seq,
  by: Actor,
  /** The client's id of the request. */
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
    DeclinedEntry,
    NoteEntry,
    AlertedEntry,
    UndeliverableEntry,
    RedeliveryEntry,
  ])
  .meta({ id: 'Entry' })
export type Entry = z.infer<typeof Entry>

/**
 * Returns an entry as an end user may see it. Hides notes, drafts, and internal fields (agent's id, reason, priority).
 */
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
    case 'assigned': {
      const { by: _by, ...assigned } = entry
      return { ...assigned, agent: publicActor(entry.agent) }
    }
    case 'transferred': {
      const { by, from, to } = entry
      return { ...entry, by: publicActor(by), from: publicActor(from), ...(to && { to: publicActor(to) }), reason: '' }
    }
    case 'declined':
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
  return { type, ...defined({ name }) }
}

/** Returns the messages among entries, without the changes of control between them. */
export function messagesOf(entries: readonly Entry[]): MessageEntry[] {
  return entries.filter((entry): entry is MessageEntry => entry.kind === 'message')
}
