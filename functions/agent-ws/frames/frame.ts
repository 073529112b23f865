import type { App } from '../../../lib/app.ts'
import { defined } from '../../../lib/defined.ts'
import type { StoredSocket } from '../../../lib/ports/sockets.ts'
import type { ClientFrame, ClientFrameType, ServerFrame } from '../../../lib/protocol/frames.ts'
import { InterludeError } from '../../../lib/protocol/problem.ts'
import type { ControlChanged } from '../../../lib/session/control-commands.ts'
import type { Session } from '../../../lib/session/session.ts'
import type { Warn } from '../../../lib/tolerant.ts'
import type { Allowance } from './allowance.ts'

/** The socket that sent the frame, and the means to answer it. */
export interface FrameContext {
  readonly app: App
  readonly socket: StoredSocket
  push(frame: ServerFrame): Promise<'sent' | 'gone'>
  /** Adds a warning to the frame's `ok`. `path` is a path within the frame. */
  readonly warn: Warn
  /** Limits the log entries that the frame may still get. */
  readonly allowance: Allowance
  /** True once a push found the socket gone. Stop reading for it then. */
  isGone(): boolean
}

export type FrameOf<Type extends ClientFrameType> = Extract<ClientFrame, { type: Type }>

/** Handles a frame. Its return value becomes the `result` of the `ok` that answers a frame with an id. */
export type FrameHandler<Type extends ClientFrameType> = (
  frame: FrameOf<Type>,
  context: FrameContext,
) => Promise<Record<string, unknown> | undefined>

/**
 * Returns the conversation that a frame names. Throws `session.not_found` if an end user names another user's
 * conversation.
 */
export function targetOf({ socket }: FrameContext, session: string): { id: string; botId: string } {
  if (socket.owner.as === 'user' && socket.owner.session !== session) {
    throw new InterludeError('session.not_found', 'this is not your conversation')
  }
  return { id: session, botId: socket.botId }
}

/** Returns the agent who owns the socket. Throws `auth.forbidden` for an end user. */
export function agentOf({ socket }: FrameContext) {
  if (socket.owner.as !== 'agent') throw new InterludeError('auth.forbidden', 'only agents may do this')
  const { id, name } = socket.owner
  return { type: 'agent', id, ...defined({ name }) } as const
}

/** Returns the roles of the agent who owns the socket. An end user has none. */
export function rolesOf({ socket: { owner } }: FrameContext): readonly string[] {
  return owner.as === 'agent' ? owner.roles : []
}

/** Returns the answer to a frame that changes control or the handoff. */
export function controlAnswer({ outcome, session }: { readonly outcome: ControlChanged; readonly session: Session }) {
  return { session: session.id, ...outcome, epoch: session.epoch }
}

/** Returns the owner of the socket, as an actor of the log. */
export function actorOf(context: FrameContext) {
  const { owner } = context.socket
  return owner.as === 'agent' ? agentOf(context) : ({ type: 'user', id: owner.userId } as const)
}
