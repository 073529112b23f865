import * as z from 'zod'
import { Conversation } from './conversation.ts'
import { Entry, EpisodeOutcome, Priority } from './entry.ts'
import { CommandId, Seq, SessionId } from './ids.ts'
import { Content, IfHeld } from './message.ts'
import { Notification } from './notification.ts'
import type { ErrorCode } from './problem.ts'
import { MAX_CURSORS, MAX_NOTE_CHARS, SUBPROTOCOL } from './wire.ts'

export { MAX_FRAME_BYTES, PING_MS, SUBPROTOCOL, TOKEN_SUBPROTOCOL } from './wire.ts'

/** Cursors by session: the highest `seq` up to which the client lacks nothing. */
const Cursors = z.record(SessionId, Seq).refine(cursors => Object.keys(cursors).length <= MAX_CURSORS, {
  error: `must name at most ${MAX_CURSORS} conversations`,
})

/** How a subscription's events come: under the names and in the shapes of Botpress' module, or each as a conversation. */
export const InboxShape = z.enum(['botpress', 'interlude'])
export type InboxShape = z.infer<typeof InboxShape>

const frame = { id: z.string().min(1).max(128).exactOptional() }

/** Where an agent types: words for the user, or a note, of which the user learns nothing. */
const TypingIn = z.enum(['reply', 'note'])

/** What a client sends. `id` names the frame for `ok` and `error`; of commands it is the idempotency id too. */
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
    }),
    z.strictObject({
      ...frame,
      id: CommandId,
      type: z.literal('pause'),
      session: SessionId,
      reason: z.string().min(1).max(500).exactOptional(),
      priority: Priority.exactOptional(),
    }),
    z.strictObject({
      ...frame,
      id: CommandId,
      type: z.literal('unpause'),
      session: SessionId,
      outcome: EpisodeOutcome.exclude(['expired']).exactOptional(),
      comment: z.string().min(1).max(2000).exactOptional(),
    }),
    z.strictObject({
      ...frame,
      id: CommandId,
      type: z.literal('note'),
      session: SessionId,
      text: z.string().min(1).max(MAX_NOTE_CHARS),
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

/** Who holds a conversation, as every watcher is told. */
export const Holder = z.object({ id: SessionId, revision: Seq, epoch: z.int(), isPaused: z.boolean() })
export type Holder = z.infer<typeof Holder>

/** The inbox's events: in the shape `botpress` under the names that clients of the module know, in `interlude` conversations. */
export const InboxEvent = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('conversation'),
      /** As the newest of the commits left it that the event tells of. */
      conversation: Conversation,
      /** Its first commit is among them. */
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

/** An agent as the other agents see them beside a conversation. */
export const PresentAgent = z.object({ id: z.string(), name: z.string().exactOptional() }).meta({ id: 'PresentAgent' })
export type PresentAgent = z.infer<typeof PresentAgent>

/** What the server sends. */
export const ServerFrame = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('welcome'),
      protocol: z.literal(SUBPROTOCOL),
      role: z.enum(['agent', 'user']),
      /** Of an end user: their own conversation, watched already. */
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
      /** When trying again makes sense. */
      retryAfterSeconds: z.int().exactOptional(),
    }),
    z.object({
      type: z.literal('entries'),
      session: SessionId,
      /** The frame says everything in (after, upto]; what is missing of that range is not for this reader. */
      after: Seq,
      upto: Seq,
      entries: z.array(Entry),
      /** As of `upto`; left out of pages that more follow. */
      isPaused: z.boolean().exactOptional(),
    }),
    z.object({ type: z.literal('inbox'), events: z.array(InboxEvent) }),
    /** New, or done, or not done any more. */
    z.object({ type: z.literal('notification'), notification: Notification }),
    z.object({
      type: z.literal('typing'),
      session: SessionId,
      from: z.enum(['user', 'agent', 'bot']),
      on: z.boolean(),
      /** Where an agent types, and who it is: told to agents alone. */
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
    z.object({ type: z.literal('pong'), replyTo: z.string().exactOptional(), at: z.string() }),
  ])
  .meta({ id: 'ServerFrame' })
export type ServerFrame = z.infer<typeof ServerFrame>
