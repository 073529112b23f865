import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { defined } from '../../../lib/defined.ts'
import type { Handback } from '../../../lib/protocol/bot.ts'
import type { InboundAnswer } from '../../../lib/protocol/routes.ts'
import { call, type TestBot } from '../../e2e/client.ts'
import type { SocketClient } from '../../e2e/socket.ts'
import { atLast, type CrashingWorld } from './crashing-world.ts'
import type { Answer, Outcome } from './history.ts'
import { now, outcomeOf, outcomeOfFrame, type Recorder } from './recorder.ts'

export interface Stage {
  readonly world: CrashingWorld
  readonly recorder: Recorder
  readonly random: () => number
  /** Whether all users must end. */
  over(): boolean
}

const THINKING_MS = 120
const AGAIN_AFTER_MS = 40
const MAX_TRIES = 150
/** Percentages of commands that are given up after an unanswered try, and that are sent once more. */
const GIVEN_UP = 15
const SENT_ONCE_MORE = 8

/** Retries a command until its outcome is certain. Gives a few up, and repeats a few that were answered. */
export async function insist(
  { world, random }: Stage,
  attempt: (send: () => Promise<Outcome>) => Promise<Outcome>,
  send: () => Promise<Outcome>,
  patience: 'once' | 'usual' | 'endless' = 'usual',
): Promise<Outcome> {
  const again = patience !== 'once'
  const givesUp = patience === 'usual' && random() * 100 < GIVEN_UP
  for (let tries = 1; ; tries++) {
    await world.up()
    const outcome = await attempt(send)
    const isCertain = outcome.status === 'ok' || (outcome.status === 'failed' && outcome.why !== 'service.overloaded')
    if (!isCertain && tries < MAX_TRIES && !givesUp && again) {
      await sleep(AGAIN_AFTER_MS)
      continue
    }
    if (outcome.status === 'ok' && again && random() * 100 < SENT_ONCE_MORE) await attempt(send)
    return outcome
  }
}

export function inboundAnswer({ seq, paused, replies }: InboundAnswer): Answer {
  return {
    seq,
    paused,
    replies: replies.map(({ seq: at, text }) => ({ seq: at, ...defined({ text }) })),
  }
}

/** A user whose connector sends messages over HTTP; a gated bot posts its replies. */
export async function httpUser(
  stage: Stage,
  bot: TestBot,
  { userId, channel, mode }: { userId: string; channel: string; mode: 'ask' | 'gate' },
): Promise<void> {
  const { world, recorder, random } = stage
  const { session } = await atLast(world, () => world.at(bot).log(userId, 0, channel))
  for (let n = 0; !stage.over(); n++) {
    const id = `m${n}`
    const mark = `${userId} says ${n}`
    const attempt = recorder.begin({ client: userId, session, kind: 'message', via: 'http', id, mark, mode })
    let told: readonly Handback[] = []
    let epoch = 0
    const send = async () => {
      const answer = await world.at(bot).receive(userId, { id, text: mark }, channel)
      told = answer.body.handbacks ?? []
      epoch = answer.body.epoch
      return outcomeOf(answer, inboundAnswer)
    }
    // A gated bot may take two minutes, so it must not give up.
    const outcome = await insist(stage, attempt, send, mode === 'gate' ? 'endless' : 'usual')
    if (mode === 'gate' && outcome.status === 'ok' && outcome.answer.paused === false) {
      for (const body of told) recorder.handbacks.push({ webhookId: body.episodeId, at: now(), status: 200, body })
      await gatedReply(stage, bot, { session, epoch, of: outcome.answer.seq ?? 0, mark })
    }
    if (random() < 0.2) await readOwn(stage, bot, userId, channel)
    await sleep(random() * THINKING_MS)
  }
}

async function gatedReply(
  stage: Stage,
  bot: TestBot,
  { session, epoch, of, mark }: { session: string; epoch: number; of: number; mark: string },
): Promise<void> {
  const { world, recorder, random } = stage
  await sleep(random() * 30)
  const text = `re ${mark}`
  const command = { client: bot.botId, session, kind: 'reply', via: 'http', mark: text, of } as const
  const send = async () =>
    outcomeOf(
      await world.at(bot).post<InboundAnswer>(`conversations/${session}/replies`, {
        epoch,
        inReplyTo: of,
        replies: [{ type: 'text', text }],
      }),
      ({ seq }) => ({ seq }),
    )
  await insist(stage, recorder.begin(command), send, 'endless')
}

async function readOwn({ world, recorder }: Stage, bot: TestBot, userId: string, channel: string): Promise<void> {
  const invokedAt = now()
  const page = await world
    .at(bot)
    .log(userId, 0, channel)
    .catch(() => undefined)
  if (page?.entries) recorder.read(userId, 'user', invokedAt, page)
}

/**
 * An end user of the web widget: a socket that reconnects with its cursor, sometimes HTTP, and requests for a person.
 */
export async function socketUser(stage: Stage, bot: TestBot, name: string): Promise<SocketUser> {
  const { world, recorder, random } = stage
  const { token, userId, session } = await atLast(world, async () => {
    const made = await call<{ token: string; userId: string; session: string }>(`${world.at(bot).url}/users/token`, {
      method: 'POST',
      json: {},
    })
    if (made.status !== 200) throw new Error(`no token: ${made.status}`)
    return made.body
  })
  const connection = await aConnection(stage, name, 'user', before => world.user(token, before))
  const say = async (n: number) => {
    const id = `w${n}`
    const mark = `${name} says ${n}`
    const command = { client: name, session, kind: 'message', via: 'socket', id, mark, mode: 'ask' } as const
    await insist(stage, recorder.begin(command), async () => {
      // A message may be repeated on another route.
      if (random() < 0.2) {
        const url = `${world.at(bot).url}/channel/web/user/${userId}/messages`
        return outcomeOf(
          await call<InboundAnswer>(url, { method: 'POST', token, json: { id, text: mark } }),
          inboundAnswer,
        )
      }
      const socket = await connection.socket()
      return await outcomeOfFrame(socket.say(session, mark, id), messageAnswer)
    })
  }
  const control = async (kind: 'pause' | 'unpause') => {
    const id = randomUUID()
    const mark = kind === 'pause' ? `${name} wants a person ${id.slice(0, 8)}` : ''
    const attempt = recorder.begin({ client: name, session, kind, via: 'socket', id, mark })
    await insist(stage, attempt, async () => {
      const socket = await connection.socket()
      const frame = { type: kind, id, session, ...(kind === 'pause' && { reason: mark }) }
      return await outcomeOfFrame(socket.ask(frame), changeAnswer)
    })
  }
  for (let n = 0; !stage.over(); n++) {
    await say(n)
    if (random() < 0.04) await control('pause')
    if (random() < 0.04) await control('unpause')
    await sleep(random() * THINKING_MS)
  }
  return { name, session, connection }
}

export interface SocketUser {
  readonly name: string
  readonly session: string
  readonly connection: Connection
}

/** A client's socket, reconnected with its cursors whenever it was lost. */
export interface Connection {
  socket(): Promise<SocketClient>
}

export async function aConnection(
  { world, recorder }: Stage,
  client: string,
  role: 'agent' | 'user',
  connect: (before?: SocketClient) => Promise<SocketClient>,
): Promise<Connection> {
  let last: SocketClient | undefined
  const open = async () => {
    last = await atLast(world, () => connect(last))
    recorder.watch(client, role, last)
    return last
  }
  let current = open()
  await current
  return {
    async socket() {
      if ((await current).isClosed) current = open()
      return await current
    },
  }
}

export function socketAnswer(result: Record<string, unknown>): Answer {
  const { seq, paused, replies } = result as { seq: number; paused?: boolean; replies?: number[] }
  return { seq, ...defined({ paused }), ...(replies && { replies: replies.map(at => ({ seq: at })) }) }
}

/** A user's message is answered after its commit; only a retry may return its replies. */
function messageAnswer(result: Record<string, unknown>): Answer {
  const answer = socketAnswer(result)
  return answer.paused === false && answer.replies?.length === 0 ? { ...answer, atOnce: true } : answer
}

export function changeAnswer(result: Record<string, unknown>): Answer {
  const { seq, isPaused, changed } = result as { seq?: number; isPaused: boolean; changed: boolean }
  return { paused: isPaused, changed, ...defined({ seq }) }
}
