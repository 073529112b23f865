import * as z from 'zod'
import { Replies } from './bot.ts'
import { declineFields, oneTarget, pauseFields, superviseFields, transferFields, unpauseFields } from './control.ts'
import { Conversation, NoteBody } from './conversation.ts'
import { Entry } from './entry.ts'
import { HitlnextNews } from './hitlnext.ts'
import { holderFields } from './holder.ts'
import { CommandId, Seq, SessionId } from './ids.ts'
import { Content, IfHeld, InsteadOf } from './message.ts'
import { Notification } from './notification.ts'
import { type ErrorCode, Room } from './problem.ts'
import { approveFields } from './review.ts'
import { reviewFields } from './review-outcome.ts'
import { MAX_CURSORS, SUBPROTOCOL } from './wire.ts'

export { MAX_FRAME_BYTES, PING_MS, SUBPROTOCOL, TOKEN_SUBPROTOCOL } from './wire.ts'

/** Cursors by session: the highest `seq` up to which the client lacks nothing. */
const Cursors = z.record(SessionId, Seq).refine(cursors => Object.keys(cursors).length <= MAX_CURSORS, {
  error: `must name at most ${MAX_CURSORS} conversations`,
})

/** The shape of a subscription's events: that of a module of Botpress (`hitl`, `hitlnext`), or a conversation each. */
export const InboxShape = z.enum(['botpress', 'interlude', 'hitlnext'])
export type InboxShape = z.infer<typeof InboxShape>

const frame = { id: z.string().min(1).max(128).exactOptional() }

/** The field in which an agent types: a reply to the user, or a note. The user gets no signal for a note. */
const TypingIn = z.enum(['reply', 'note'])

/** A frame of a client. `ok` and `error` repeat its `id`. For commands the `id` is also the idempotency id. */
export const ClientFrame = z
  .discriminatedUnion('type', [
    z.strictObject({ ...frame, type: z.literal('hello'), cursors: Cursors.default({}) }),
    z.strictObject({ ...frame, type: z.literal('auth'), token: z.string().min(1).max(8000) }),
    z.strictObject({ ...frame, type: z.literal('watch'), session: SessionId, cursor: Seq.default(0) }),
    z.strictObject({ ...frame, type: z.literal('unwatch'), session: SessionId }),
    z.strictObject({
      ...frame,
      type: z.literal('subscribe'),
      to: z.enum(['inbox', 'live']),
      shape: InboxShape.exactOptional(),
    }),
    z.strictObject({ ...frame, type: z.literal('unsubscribe') }),
    z.strictObject({
      ...frame,
      id: CommandId,
      type: z.literal('message'),
      session: SessionId,
      message: Content,
      ifHeld: IfHeld.exactOptional(),
      insteadOf: InsteadOf.exactOptional(),
    }),
    z.strictObject({
      ...frame,
      id: CommandId,
      type: z.literal('pause'),
      session: SessionId,
      ...pauseFields,
    }),
    z.strictObject({
      ...frame,
      id: CommandId,
      type: z.literal('unpause'),
      session: SessionId,
      ...unpauseFields,
    }),
    z.strictObject({ ...frame, id: CommandId, type: z.literal('supervise'), session: SessionId, ...superviseFields }),
    z.strictObject({
      ...frame,
      id: CommandId,
      type: z.literal('approve'),
      session: SessionId,
      ...approveFields,
      replies: Replies.min(1).exactOptional(),
    }),
    z.strictObject({ ...frame, id: CommandId, type: z.literal('claim'), session: SessionId }),
    z
      .strictObject({ ...frame, id: CommandId, type: z.literal('transfer'), session: SessionId, ...transferFields })
      .refine(...oneTarget),
    z.strictObject({ ...frame, id: CommandId, type: z.literal('decline'), session: SessionId, ...declineFields }),
    z.strictObject({
      ...frame,
      id: CommandId,
      type: z.literal('note'),
      session: SessionId,
      text: NoteBody.shape.text,
    }),
    z.strictObject({
      ...frame,
      type: z.literal('typing'),
      session: SessionId,
      on: z.boolean().default(true),
      in: TypingIn.default('reply'),
    }),
    z.strictObject({ ...frame, type: z.literal('read'), session: SessionId, seq: Seq.min(1) }),
    z.strictObject({ ...frame, type: z.literal('ping'), cursors: Cursors.default({}) }),
  ])
  .meta({ id: 'ClientFrame' })
export type ClientFrame = z.infer<typeof ClientFrame>
export type ClientFrameType = ClientFrame['type']

/** The holder of a conversation, as watchers see it. */
export const Holder = z.object({ id: SessionId, revision: Seq, epoch: z.int(), isPaused: z.boolean() })
export type Holder = z.infer<typeof Holder>

/**
 * An event of the inbox: a conversation in the shape `interlude`, or one of the module's events in the shape
 * `botpress`.
 */
export const InboxEvent = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('conversation'),
      /** The state after the newest commit of the event. */
      conversation: Conversation,
      /** Set if the event covers the first commit. */
      isNew: z.literal(true).exactOptional(),
    }),
    z.object({ type: z.literal('hitl.new_session'), session: z.record(z.string(), z.unknown()) }),
    z.object({
      type: z.literal('hitl.session.changed'),
      id: SessionId,
      isPaused: z.boolean(),
      session: z.record(z.string(), z.unknown()),
    }),
    z.object({ type: z.literal('hitl.message'), session: z.record(z.string(), z.unknown()), message: z.unknown() }),
  ])
  .meta({ id: 'InboxEvent' })
export type InboxEvent = z.infer<typeof InboxEvent>
/** An event in the shape `botpress`. */
export type HitlEvent = Exclude<InboxEvent, { type: 'conversation' }>

/** An agent who has a conversation open, as other agents see them. */
export const PresentAgent = z.object({ id: z.string(), name: z.string().exactOptional() }).meta({ id: 'PresentAgent' })
export type PresentAgent = z.infer<typeof PresentAgent>

/** A frame of the server. */
export const ServerFrame = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('welcome'),
      protocol: z.literal(SUBPROTOCOL),
      role: z.enum(['agent', 'user']),
      /** Set for an end user: their own conversation. The socket already watches it. */
      session: SessionId.exactOptional(),
      pingMs: z.int(),
      expiresAt: z.string(),
    }),
    z.object({ type: z.literal('ok'), replyTo: z.string(), result: z.record(z.string(), z.unknown()).exactOptional() }),
    z.object({
      type: z.literal('error'),
      replyTo: z.string().exactOptional(),
      code: z.string() as unknown as z.ZodType<ErrorCode>,
      detail: z.string(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
      /** The holder of the conversation, if the command was refused because of it. */
      holder: holderFields.holder.exactOptional(),
      agent: holderFields.agent,
      room: Room.exactOptional(),
      /** How the review was closed before, if that is why. */
      review: z.object(reviewFields).exactOptional(),
      /** Seconds after which a retry makes sense. */
      retryAfterSeconds: z.int().exactOptional(),
    }),
    z.object({
      type: z.literal('entries'),
      session: SessionId,
      /** The frame covers (after, upto]. Entries missing from this range are not for this reader. */
      after: Seq,
      upto: Seq,
      entries: z.array(Entry),
      /** State at `upto`. Only the last page has it. */
      isPaused: z.boolean().exactOptional(),
    }),
    z.object({ type: z.literal('inbox'), events: z.array(InboxEvent) }),
    /** Only subscribers to the shape `hitlnext` get it. */
    z.object({ type: z.literal('hitlnext'), events: z.array(HitlnextNews) }),
    /** A new, done or reopened notification. */
    z.object({ type: z.literal('notification'), notification: Notification }),
    z.object({
      type: z.literal('typing'),
      session: SessionId,
      from: z.enum(['user', 'agent', 'bot']),
      on: z.boolean(),
      /** The field in which an agent types, and the agent. Only agents get these. */
      in: TypingIn.exactOptional(),
      agent: PresentAgent.exactOptional(),
    }),
    z.object({
      type: z.literal('presence'),
      session: SessionId,
      /** The other agents who have the conversation open. */
      agents: z.array(PresentAgent),
      /** A lower version means an older frame. */
      version: z.int(),
    }),
    z.object({ type: z.literal('read'), session: SessionId, seq: Seq }),
    /** How far the messages of a conversation have got at its user. Only agents get it. */
    z.object({ type: z.literal('receipts'), session: SessionId, deliveredUpTo: Seq, readUpTo: Seq }),
    z.object({ type: z.literal('pong'), replyTo: z.string().exactOptional(), at: z.string() }),
  ])
  .meta({ id: 'ServerFrame' })
export type ServerFrame = z.infer<typeof ServerFrame>
