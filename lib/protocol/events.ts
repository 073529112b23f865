import * as z from 'zod'
import { SessionRef } from './bot.ts'
import {
  AcknowledgedEntry,
  AlertedEntry,
  AssignedEntry,
  DeclinedEntry,
  PausedEntry,
  RatedEntry,
  ResumedEntry,
  SnoozedEntry,
  TransferredEntry,
  UndeliverableEntry,
  WokenEntry,
} from './entry.ts'
import type { EventType } from './event-type.ts'
import { Time } from './ids.ts'
import { ReviewedEntry, SupervisedEntry } from './review.ts'

const ofEvery = {
  id: z.string().meta({ description: 'Id of the event: `<session>:<seq>`. The same id is the same event.' }),
  botId: z.string(),
  session: SessionRef,
  episodeId: z.string().exactOptional().meta({ description: 'The episode, as handbacks name it.' }),
  at: Time,
}

const literal = <Type extends EventType>(type: Type) => z.literal(type)

/** The fields of an entry that an event has in places of their own, or (`epoch`) that mean something to Interlude alone. */
const ELSEWHERE = { kind: true, at: true, epoch: true } as const
const OF_EPISODE = { ...ELSEWHERE, episode: true } as const
/** A brief may repeat what the user wrote, and events have no texts of messages. */
const OF_PAUSE = { ...OF_EPISODE, summary: true, context: true } as const

/**
 * A transition of a conversation, as the operator's endpoint gets it, signed as in Standard Webhooks. `webhook-id` is
 * `id`. `data` has the entry's other fields.
 */
export const ConversationEvent = z
  .discriminatedUnion('type', [
    z.object({ type: literal('conversation.paused'), ...ofEvery, data: PausedEntry.omit(OF_PAUSE) }),
    z.object({ type: literal('conversation.assigned'), ...ofEvery, data: AssignedEntry.omit(OF_EPISODE) }),
    z.object({ type: literal('conversation.transferred'), ...ofEvery, data: TransferredEntry.omit(OF_EPISODE) }),
    z.object({ type: literal('conversation.declined'), ...ofEvery, data: DeclinedEntry.omit(OF_EPISODE) }),
    z.object({ type: literal('conversation.snoozed'), ...ofEvery, data: SnoozedEntry.omit(OF_EPISODE) }),
    z.object({ type: literal('conversation.woken'), ...ofEvery, data: WokenEntry.omit(OF_EPISODE) }),
    z.object({ type: literal('conversation.alerted'), ...ofEvery, data: AlertedEntry.omit(OF_EPISODE) }),
    z.object({ type: literal('conversation.acknowledged'), ...ofEvery, data: AcknowledgedEntry.omit(OF_EPISODE) }),
    z.object({ type: literal('conversation.resumed'), ...ofEvery, data: ResumedEntry.omit(OF_EPISODE) }),
    z.object({ type: literal('conversation.rated'), ...ofEvery, data: RatedEntry.omit(OF_EPISODE) }),
    z.object({ type: literal('conversation.undeliverable'), ...ofEvery, data: UndeliverableEntry.omit(ELSEWHERE) }),
    z.object({ type: literal('conversation.supervised'), ...ofEvery, data: SupervisedEntry.omit(ELSEWHERE) }),
    z.object({ type: literal('conversation.reviewed'), ...ofEvery, data: ReviewedEntry.omit(ELSEWHERE) }),
  ])
  .meta({ id: 'ConversationEvent' })
export type ConversationEvent = z.infer<typeof ConversationEvent>

/** An event that the endpoint did not take. */
export const DeadEvent = z
  .object({
    event: ConversationEvent,
    failedAt: Time.meta({ description: 'When Interlude gave up.' }),
    reason: z.string().meta({ description: "The endpoint's last failure." }),
  })
  .meta({ id: 'DeadEvent' })
export type DeadEvent = z.infer<typeof DeadEvent>
