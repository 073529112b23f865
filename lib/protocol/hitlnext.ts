import * as z from 'zod'
import { SessionId } from './ids.ts'

/** The JSON shapes of Botpress 12's module `hitlnext` (its REST API; the field names are its own). */

/** `pending` waits for an agent, `assigned` has one. The others have ended. */
export const HitlnextStatus = z.enum(['pending', 'assigned', 'resolved', 'expired', 'rejected'])
export type HitlnextStatus = z.infer<typeof HitlnextStatus>

/** A message of a conversation. */
export const HitlnextEvent = z
  .object({
    id: z.string().meta({ description: 'Number of the message in its conversation, with ten digits.' }),
    type: z.string(),
    direction: z.enum(['incoming', 'outgoing']),
    botId: z.string(),
    channel: z.string(),
    target: z.string().meta({ description: "The user's id." }),
    threadId: SessionId,
    success: z.literal(true),
    createdOn: z.string(),
    event: z.object({
      type: z.string(),
      direction: z.enum(['incoming', 'outgoing']),
      preview: z.string().exactOptional(),
      payload: z.record(z.string(), z.unknown()).exactOptional(),
    }),
  })
  .meta({ id: 'HitlnextEvent' })
export type HitlnextEvent = z.infer<typeof HitlnextEvent>

/** A note of an agent. */
export const HitlnextComment = z
  .object({
    id: z.string(),
    agentId: z.string(),
    handoffId: z.string(),
    threadId: SessionId,
    content: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'HitlnextComment' })
export type HitlnextComment = z.infer<typeof HitlnextComment>

/** An episode: one stretch in which people held a conversation. */
export const HitlnextHandoff = z
  .object({
    id: z.string(),
    botId: z.string(),
    agentId: z.string().nullable(),
    userId: z.string(),
    userChannel: z.string(),
    userThreadId: SessionId,
    agentThreadId: z.null(),
    status: HitlnextStatus,
    tags: z.array(z.string()),
    assignedAt: z.string().nullable(),
    resolvedAt: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    comments: z.array(HitlnextComment),
    user: z.object({ id: z.string(), attributes: z.record(z.string(), z.unknown()) }),
    userConversation: z
      .union([HitlnextEvent, z.strictObject({})])
      .meta({ description: "The user's last message, of which `event` has only one line. Empty if there is none." }),
  })
  .meta({ id: 'HitlnextHandoff' })
export type HitlnextHandoff = z.infer<typeof HitlnextHandoff>

/** An agent of a bot. */
export const HitlnextAgent = z
  .object({
    agentId: z.string(),
    online: z.boolean().meta({ description: 'The agent has an open socket.' }),
    role: z.enum(['agent', 'admin']),
    attributes: z.object({ firstname: z.string() }),
  })
  .meta({ id: 'HitlnextAgent' })
export type HitlnextAgent = z.infer<typeof HitlnextAgent>

/** An event of the module. Clients know it by `resource` and `type`. */
export const HitlnextNews = z
  .discriminatedUnion('resource', [
    z.object({
      resource: z.literal('handoff'),
      type: z.enum(['create', 'update']),
      id: z.string(),
      /** The handoff after the commit. A long one lacks its oldest comments, and then the attributes of its user. */
      payload: HitlnextHandoff,
    }),
    z.object({
      resource: z.literal('event'),
      type: z.literal('create'),
      id: z.null(),
      /** A message of a conversation that people hold. A long one lacks `event.payload`. */
      payload: HitlnextEvent,
    }),
    z.object({
      resource: z.literal('agent'),
      type: z.literal('update'),
      id: z.string(),
      payload: z.object({ online: z.boolean() }),
    }),
  ])
  .meta({ id: 'HitlnextNews' })
export type HitlnextNews = z.infer<typeof HitlnextNews>

/** The settings that the module's front end reads. */
export const HitlnextConfig = z
  .object({
    messageCount: z.int(),
    handoffAlert: z.number().meta({ description: 'Minutes after which a handoff that waits is marked.' }),
    defaultUsername: z.boolean(),
    enableConversationDeletion: z.literal(false),
    tags: z.array(z.string()),
    autoComplete: z.object({ trigger: z.string(), shortcuts: z.array(z.never()) }),
    botAvatarUrl: z.string().exactOptional(),
  })
  .meta({ id: 'HitlnextConfig' })
export type HitlnextConfig = z.infer<typeof HitlnextConfig>
