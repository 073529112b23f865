import * as z from 'zod'

/** The types of the events that Interlude sends to the operator's endpoint: one for each kind of transition. */
export const EventType = z
  .enum([
    'conversation.paused',
    'conversation.assigned',
    'conversation.transferred',
    'conversation.declined',
    'conversation.snoozed',
    'conversation.woken',
    'conversation.alerted',
    'conversation.acknowledged',
    'conversation.resumed',
    'conversation.rated',
    'conversation.undeliverable',
    'conversation.supervised',
    'conversation.reviewed',
  ])
  .meta({ id: 'EventType' })
export type EventType = z.infer<typeof EventType>
