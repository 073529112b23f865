import type { App } from '../../../lib/app.ts'
import type { StoredSocket } from '../../../lib/ports/sockets.ts'
import type { ClientFrame, ClientFrameType, ServerFrame } from '../../../lib/protocol/frames.ts'
import { InterludeError } from '../../../lib/protocol/problem.ts'
import type { Allowance } from './allowance.ts'

/** Whose frame it is, and how to answer it. */
export interface FrameContext {
  readonly app: App
  readonly socket: StoredSocket
  push(frame: ServerFrame): Promise<'sent' | 'gone'>
  /** Counts what the frame may still get of logs that the client lacks. */
  readonly allowance: Allowance
  /** Whether the socket turned out to be gone: nothing more needs to be read for it. */
  isGone(): boolean
}

export type FrameOf<Type extends ClientFrameType> = Extract<ClientFrame, { type: Type }>

/** Carries a frame out. What it returns is the `result` of the `ok` that answers a frame with an id. */
export type FrameHandler<Type extends ClientFrameType> = (
  frame: FrameOf<Type>,
  context: FrameContext,
) => Promise<Record<string, unknown> | undefined>

/** The conversation that a frame names, if the socket's owner may use it: agents those of their bot, users their own. */
export function targetOf({ socket }: FrameContext, session: string): { id: string; botId: string } {
  if (socket.owner.as === 'user' && socket.owner.session !== session) {
    throw new InterludeError('session.not_found', 'this is not your conversation')
  }
  return { id: session, botId: socket.botId }
}

/** The agent at the socket. Throws `auth.forbidden` for an end user. */
export function agentOf({ socket }: FrameContext) {
  if (socket.owner.as !== 'agent') throw new InterludeError('auth.forbidden', 'only agents may do this')
  const { id, name } = socket.owner
  return { type: 'agent', id, ...(name !== undefined && { name }) } as const
}

/** Who does what the frame asks for, as the log names them. */
export function actorOf(context: FrameContext) {
  const { owner } = context.socket
  return owner.as === 'agent' ? agentOf(context) : ({ type: 'user', id: owner.userId } as const)
}
