import * as z from 'zod'
import { SessionId } from './ids.ts'

/** The JSON shapes of Botpress 12's HITL module (its REST API; the field names are its own). */

export const HitlMessage = z
  .object({
    id: z.int(),
    session_id: SessionId,
    type: z.string(),
    source: z.enum(['user', 'bot', 'agent', 'system']),
    text: z.string().nullable(),
    raw_message: z.record(z.string(), z.unknown()),
    direction: z.enum(['in', 'out']),
    ts: z.string(),
  })
  .meta({ id: 'HitlMessage' })
export type HitlMessage = z.infer<typeof HitlMessage>

export const HitlSession = z
  .object({
    id: SessionId,
    botId: z.string(),
    channel: z.string(),
    userId: z.string(),
    threadId: z.string().nullable(),
    lastEventOn: z.string(),
    lastHeardOn: z.string(),
    isPaused: z.boolean(),
    pausedBy: z.string().nullable(),
    lastMessage: HitlMessage.nullable(),
    user: z.object({
      id: z.string(),
      fullName: z.string(),
      avatarUrl: z.string().nullable(),
      attributes: z.record(z.string(), z.unknown()),
    }),
  })
  .meta({ id: 'HitlSession' })
export type HitlSession = z.infer<typeof HitlSession>
