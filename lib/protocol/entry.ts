import * as z from 'zod'
import { Actor } from './actor.ts'
import { briefFields } from './brief.ts'
import { Cause, EpisodeOutcome, Priority } from './control.ts'
import { entryContent, entryFields } from './entry-fields.ts'
import { Seq, Time } from './ids.ts'
import { MessageType } from './message.ts'
import { ratingFields } from './rating.ts'
import { ProposedEntry, ReviewedEntry, SupervisedEntry } from './review.ts'

export { Actor } from './actor.ts'

/** A message to or from the user. */
export const MessageEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('message'),
  direction: z.enum(['in', 'out']),
  by: Actor,
  ...entryContent,
  /** The client's id of the message. */
  clientId: z.string().exactOptional(),
  /** Set for a bot's reply, or an agent's in its place: the `seq` of the message that it answers. */
  inReplyTo: Seq.exactOptional(),
  /** Set if the channel's webhook must get the message. */
  deliver: z.literal(true).exactOptional(),
  /** The time of sending, as the channel reports it. */
  sentAt: Time.exactOptional(),
  /** Set if a supervised bot wrote the message: who approved it. The system does at the deadline. */
  approvedBy: Actor.exactOptional(),
  /** Set if the approving person changed the bot's words. */
  edited: z.literal(true).exactOptional(),
  /** Set if the user's message is a command to Interlude. `end`: it gave the conversation back to the bot. */
  command: z.literal('end').exactOptional(),
})
export type MessageEntry = z.infer<typeof MessageEntry>

/** A bot's reply that the fence stopped: a draft for agents, never shown to the user. */
export const WithheldEntry = z.strictObject({
  ...entryFields,
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
  ...entryFields,
  kind: z.literal('paused'),
  by: Actor,
  ...Cause.shape,
  priority: Priority,
  /** The queue in which the conversation waits. */
  queue: z.string().exactOptional(),
  /** For agents only: what the bot told them. */
  ...briefFields,
  episode: z.int().min(1),
  /** Messages that the bot had not answered at the pause. */
  held: z.array(Seq).exactOptional(),
})
export type PausedEntry = z.infer<typeof PausedEntry>

export const ResumedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('resumed'),
  by: Actor,
  outcome: EpisodeOutcome,
  comment: z.string().exactOptional(),
  episode: z.int().min(1),
  /** Set if the user is asked for a rating: until when Interlude takes it. */
  rateUntil: Time.exactOptional(),
})
export type ResumedEntry = z.infer<typeof ResumedEntry>

export const AssignedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('assigned'),
  agent: Actor,
  /** Set if somebody else gave the conversation to the agent. */
  by: Actor.exactOptional(),
  episode: z.int().min(1),
})

/** The conversation went to another agent or queue, or back to those that wait. */
export const TransferredEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('transferred'),
  by: Actor,
  /** Missing: no agent had it. */
  from: Actor.exactOptional(),
  /** Missing: the conversation waits for an agent again. */
  to: Actor.exactOptional(),
  /** Set if the conversation went to another queue. */
  queue: z.string().exactOptional(),
  /** Empty if nobody gave one. */
  reason: z.string(),
  episode: z.int().min(1),
})

/** For agents only: why an agent did not take a conversation that waits. */
export const DeclinedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('declined'),
  by: Actor,
  reason: z.string(),
  episode: z.int().min(1),
})

/** For agents only: the agent of a conversation put it off. */
export const SnoozedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('snoozed'),
  by: Actor,
  /** Missing: until the user writes. */
  until: Time.exactOptional(),
  episode: z.int().min(1),
})

/** For agents only: a snooze ended, since the user or an agent wrote, its agent woke it, or its time came. */
export const WokenEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('woken'),
  by: Actor,
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
  ...entryFields,
  kind: z.literal('note'),
  by: Actor,
  text: z.string(),
  remark: NoteRemark.exactOptional(),
})
export type NoteEntry = z.infer<typeof NoteEntry>

/** For agents only: somebody changed the tags of the conversation. */
export const TaggedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('tagged'),
  by: Actor,
  added: z.array(z.string()).exactOptional(),
  removed: z.array(z.string()).exactOptional(),
})
export type TaggedEntry = z.infer<typeof TaggedEntry>

/** Interlude alerted agents, for the `count`-th time, that the user waits for a person. */
export const AlertedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('alerted'),
  count: z.int().min(1),
  episode: z.int().min(1),
})

/** For agents only: somebody confirmed an alert, so no further one follows in this wait. */
export const AcknowledgedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('acknowledged'),
  by: Actor,
  episode: z.int().min(1),
})

/** The user rated the part of people. */
export const RatedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('rated'),
  /** The user, or the bot that passed the rating on. */
  by: Actor,
  ...ratingFields,
  episode: z.int().min(1),
})
export type RatedEntry = z.infer<typeof RatedEntry>

/** A message whose delivery failed for good. */
export const UndeliverableEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('undeliverable'),
  of: Seq,
  reason: z.string(),
})
export type UndeliverableEntry = z.infer<typeof UndeliverableEntry>

/** An agent asked for a new delivery of the undeliverable message `of`. */
export const RedeliveryEntry = z.strictObject({
  ...entryFields,
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
    RatedEntry,
    AssignedEntry,
    TransferredEntry,
    DeclinedEntry,
    SnoozedEntry,
    WokenEntry,
    NoteEntry,
    TaggedEntry,
    AlertedEntry,
    AcknowledgedEntry,
    UndeliverableEntry,
    RedeliveryEntry,
    ProposedEntry,
    ReviewedEntry,
    SupervisedEntry,
  ])
  .meta({ id: 'Entry' })
export type Entry = z.infer<typeof Entry>

/** Returns the messages among entries, without the changes of control between them. */
export function messagesOf(entries: readonly Entry[]): MessageEntry[] {
  return entries.filter((entry): entry is MessageEntry => entry.kind === 'message')
}
