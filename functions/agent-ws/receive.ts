import type { App } from '../../lib/app.ts'
import { forgetSocket } from '../../lib/conversations/presence.ts'
import { defined } from '../../lib/defined.ts'
import { problemOf } from '../../lib/http/problems.ts'
import { parseJson } from '../../lib/json.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import { ClientFrame, type ClientFrameType, MAX_FRAME_BYTES, type ServerFrame } from '../../lib/protocol/frames.ts'
import { firstOf, isObject, type Warning } from '../../lib/protocol/mend.ts'
import { Content } from '../../lib/protocol/message.ts'
import { InterludeError, invalidInput } from '../../lib/protocol/problem.ts'
import { logMended, tolerantly, type Warn } from '../../lib/tolerant.ts'
import { Allowance } from './frames/allowance.ts'
import { auth } from './frames/auth.ts'
import type { FrameContext, FrameHandler, FrameOf } from './frames/frame.ts'
import { claim, decline, transfer } from './frames/handoff.ts'
import { hello } from './frames/hello.ts'
import { message } from './frames/message.ts'
import { note } from './frames/note.ts'
import { pause } from './frames/pause.ts'
import { ping } from './frames/ping.ts'
import { read } from './frames/read.ts'
import { approve, supervise } from './frames/reviews.ts'
import { subscribe, unsubscribe } from './frames/subscribe.ts'
import { typing } from './frames/typing.ts'
import { unpause } from './frames/unpause.ts'
import { unwatch } from './frames/unwatch.ts'
import { watch } from './frames/watch.ts'

const frames: { [Type in ClientFrameType]: FrameHandler<Type> } = {
  hello,
  auth,
  watch,
  unwatch,
  subscribe,
  unsubscribe,
  message,
  pause,
  unpause,
  supervise,
  approve,
  claim,
  transfer,
  decline,
  note,
  typing,
  read,
  ping,
}

/**
 * Handles one frame of a client. Answers `ok` or `error` to a frame with an id, and `error` to anything that is not a
 * frame.
 */
export async function receiveFrame(app: App, connectionId: string, body: string, requestId: string): Promise<void> {
  let gone = false
  let over = false
  const push = async (frame: ServerFrame) => {
    const outcome = await app.sockets.push(connectionId, frame)
    gone ||= outcome === 'gone'
    return outcome
  }
  let replyTo: string | undefined
  let session: string | undefined
  try {
    const input = readFrame(body)
    replyTo = idOf(input)
    const socket = await app.store.socket(connectionId)
    if (!socket) throw new InterludeError('connection.not_found', 'the connection is unknown; connect again')
    over = isOver(socket, app.clock.now())
    const { frame, warnings: mended } = checkFrame(input)
    const warnings = [...mended]
    const warn: Warn = (path, message) => {
      warnings.push({ path, message })
    }
    session = 'session' in frame ? frame.session : socket.owner.as === 'user' ? socket.owner.session : undefined
    mustBeValid(socket, frame.type, app.clock.now())
    const allowance = new Allowance(app, connectionId)
    const result = await handle(frame, { app, socket, push, warn, allowance, isGone: () => gone })
    const reported = firstOf(warnings)
    logMended(app.log, reported, { session, frame: frame.type })
    const answer = reported.length > 0 ? { ...result, warnings: reported } : result
    if (replyTo !== undefined && answer) await push({ type: 'ok', replyTo, result: answer })
  } catch (error) {
    const { problem, retryAfterSeconds } = problemOf(error, requestId, app.log, { session })
    const { holder, agent, room, review } = problem
    const errors = problem.errors?.map(({ path, message: text }) => ({ path, message: text }))
    await push({
      type: 'error',
      ...defined({ replyTo }),
      code: problem.code,
      detail: problem.detail,
      ...defined({ errors, holder, agent, room, review, retryAfterSeconds }),
    })
  }
  // Frames keep a socket from going idle, so a socket with a long-expired token would stay for hours.
  if (over) await app.sockets.close(connectionId)
  // The frame may have opened conversations that only this call knows of.
  if (gone || over) await forgetSocket(app, connectionId)
}

async function handle<Type extends ClientFrameType>(
  frame: FrameOf<Type> & { readonly type: Type },
  context: FrameContext,
) {
  return await (frames[frame.type] as FrameHandler<Type>)(frame, context)
}

function readFrame(body: string): unknown {
  if (Buffer.byteLength(body) > MAX_FRAME_BYTES) {
    throw new InterludeError('frame.too_large', `a frame may have at most ${MAX_FRAME_BYTES} bytes`)
  }
  return parseJson(body)
}

/** Reads the envelope of a frame strictly, and its message tolerantly: other software may have made the message. */
function checkFrame(input: unknown): { frame: ClientFrame; warnings: readonly Warning[] } {
  const parsed = ClientFrame.safeParse(input)
  if (parsed.success) return { frame: parsed.data, warnings: [] }
  const words = isObject(input) && input.type === 'message' ? tolerantly(Content, input.message) : undefined
  const mended = words?.success ? ClientFrame.safeParse({ ...(input as object), message: words.data }) : parsed
  if (mended.success && words?.success) {
    const warnings = words.warnings.map(({ path, message: text }) => ({
      path: path === '' ? 'message' : `message.${path}`,
      message: text,
    }))
    return { frame: mended.data, warnings }
  }
  throw invalidInput(mended.error ?? parsed.error, 'frame')
}

/** Throws `auth.expired` after the token's expiry. An `auth` frame may still come within `RENEWAL_MS`. */
function mustBeValid({ expiresAt }: StoredSocket, type: ClientFrameType, now: number): void {
  if (isOver({ expiresAt }, now)) throw new InterludeError('auth.expired', 'connect again with a fresh token')
  if (now >= expiresAt && type !== 'auth')
    throw new InterludeError('auth.expired', 'send an auth frame with a fresh token')
}

/** Time after the token's expiry (ms) in which the socket may still send a new one. */
const RENEWAL_MS = 5 * 60_000

function isOver({ expiresAt }: Pick<StoredSocket, 'expiresAt'>, now: number): boolean {
  return now >= expiresAt + RENEWAL_MS
}

function idOf(input: unknown): string | undefined {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : undefined
  return typeof id === 'string' && id.length <= 128 ? id : undefined
}
