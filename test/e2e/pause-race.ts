import { setTimeout as sleep } from 'node:timers/promises'
import type { BotTurn, ChannelDelivery, Handback } from '../../lib/protocol/bot.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { InboundAnswer } from '../../lib/protocol/routes.ts'
import type { TestBot } from './client.ts'
import { eventually, FOR_LONG, PATIENTLY } from './eventually.ts'
import type { RunningWorld } from './running-world.ts'
import type { TestServer } from './servers.ts'
import type { SocketClient } from './socket.ts'

/** The way in which a user receives the bot's replies. */
export type Reading = 'answer' | 'socket' | 'deliver'

/**
 * The moment of the pause: random; while the bot is held until the acknowledgement; or after the bot's answer was
 * accepted (with a webhook: during its first delivery).
 */
export type Moment =
  | { readonly kind: 'random'; readonly botMs: number; readonly pauseMs: number }
  | { readonly kind: 'held' | 'answered' }

/** A bot reply that a user or a channel received: the entry's `seq`, and the time. */
interface Sighting {
  readonly how: 'returned' | 'pushed' | 'delivered'
  readonly seq: number
  readonly at: number
}

/** The result of one race. */
export interface Race {
  readonly session: string
  readonly reading: Reading
  readonly moment: Moment
  readonly acknowledgedAt: number
  /** Whether the bot was still at its turn when the pause was acknowledged. */
  readonly wasOpen: boolean
  readonly log: readonly Entry[]
  /** The user's log at the end, each entry once; undefined without a socket. */
  readonly atSocket: readonly Entry[] | undefined
  readonly sightings: readonly Sighting[]
}

type Signal = PromiseWithResolvers<void>

/** The state of a race that the bot and the channel share, by user id. */
interface Turn {
  readonly asked: Signal
  readonly mayAnswer: Signal
  readonly paused: Signal
  /** Whether the channel answers a delivery only after the pause was acknowledged. */
  holdsChannel: boolean
  answeredAt?: number
}

/** Races a pause against a bot's turn, and returns what the user and the channel received. */
export function pauseRaces(world: RunningWorld, channel: () => TestServer<ChannelDelivery>) {
  const turns = new Map<string, Turn>()
  const turnOf = (userId: string): Turn => {
    const known = turns.get(userId)
    if (known) return known
    const [asked, mayAnswer, paused] = [0, 1, 2].map(() => Promise.withResolvers<void>()) as [Signal, Signal, Signal]
    const turn: Turn = { asked, mayAnswer, paused, holdsChannel: false }
    turns.set(userId, turn)
    return turn
  }

  /** The answer of `aBot`: two replies, as soon as the race permits. The second question must not reach the bot. */
  const answer = async ({ session, message }: BotTurn) => {
    const turn = turnOf(session.userId)
    turn.asked.resolve()
    await turn.mayAnswer.promise
    turn.answeredAt = performance.now()
    return {
      replies: [
        { type: 'text' as const, text: `re ${message.text}` },
        { type: 'text' as const, text: 'and more' },
      ],
    }
  }

  /** The answer of the channel: after `takesMs`, or after the pause if the race holds the channel. */
  const receive = async ({ session }: ChannelDelivery, takesMs: number) => {
    const { holdsChannel, paused } = turnOf(session.userId)
    await (holdsChannel ? paused.promise : sleep(takesMs))
    return {}
  }

  async function race(
    bot: TestBot,
    brain: TestServer<BotTurn | Handback>,
    reading: Reading,
    moment: Moment,
    n: number,
  ): Promise<Race> {
    const user = reading === 'socket' ? await world.user(bot) : undefined
    const userId = user?.userId ?? `user-${n}`
    const where = reading === 'deliver' ? 'hook' : reading === 'socket' ? 'web' : 'api'
    const turn = turnOf(userId)
    turn.holdsChannel = moment.kind === 'answered'
    const sightings: Sighting[] = []

    const asking = user
      ? user.socket.say(user.session, 'question').then(() => undefined)
      : bot.receive(userId, { id: 'q', text: 'question' }, where).then(({ status, body }) => {
          if (status !== 200) throw new Error(JSON.stringify(body))
          const at = performance.now()
          sightings.push(...body.replies.map(({ seq }) => ({ how: 'returned' as const, seq, at })))
          return body
        })
    // At a socket, `ok` comes before the bot is asked.
    const isAsked = turn.asked.promise
    await Promise.race([isAsked, user ? asking.then(() => isAsked) : asking])
    const answering = letAnswer(turn, moment)
    if (moment.kind === 'random') await sleep(moment.pauseMs)
    if (moment.kind === 'answered') await eventually('the reply', () => isOut(bot, userId, where, reading), FOR_LONG)
    const acknowledged = await pause(bot, userId, where, turn)
    turn.mayAnswer.resolve()
    turn.paused.resolve()
    const [body] = await Promise.all([asking, answering])

    // After the acknowledgement, the bot must not be asked.
    const second = await bot.receive(userId, { text: 'second question' }, where)
    if (!second.body.paused || second.body.replies.length > 0)
      throw new Error(`not paused: ${JSON.stringify(second.body)}`)
    const { session } = second.body
    const log = await settled(bot, session, reading)
    if (user) await user.socket.ping()
    const asked = brain.calls.filter(({ body: call }) => call.type === 'message' && call.session.id === session)
    if (asked.length !== 1) throw new Error(`the bot was asked ${asked.length} times in ${session}`)
    checkAnswer(body, log)
    return {
      session,
      reading,
      moment,
      acknowledgedAt: acknowledged.at,
      wasOpen: acknowledged.wasOpen,
      log,
      atSocket: user?.socket.logs.get(session),
      get sightings() {
        return [...sightings, ...(user ? pushedTo(user.socket, session) : []), ...delivered(session)]
      },
    }
  }

  /** Whether the bot's reply is accepted or, with a webhook, is being delivered. */
  async function isOut(bot: TestBot, userId: string, where: string, reading: Reading): Promise<boolean> {
    if (reading === 'deliver') return channel().calls.some(({ body }) => body.session.userId === userId)
    return (await bot.log(userId, 1, where)).upto > 1
  }

  function delivered(session: string): Sighting[] {
    return channel()
      .calls.filter(({ body }) => body.session.id === session && body.from.type === 'bot')
      .map(({ body, at }) => ({ how: 'delivered', seq: body.seq, at }))
  }

  /** Waits until the bot's turn is over and each message for the webhook is delivered or withheld. Returns the log. */
  async function settled(bot: TestBot, session: string, reading: Reading): Promise<readonly Entry[]> {
    const look = async () => {
      const log = await bot.transcript(session)
      const isOver = botMessages(log).length > 0 || log.some(({ kind }) => kind === 'withheld')
      if (reading === 'socket' && !isOver) return undefined
      const gone = new Set([...delivered(session).map(({ seq }) => seq), ...stopped(log)])
      return (reading !== 'deliver' || botMessages(log).every(({ seq }) => gone.has(seq))) && log
    }
    return await eventually(`all of ${session} is delivered or withheld`, look, PATIENTLY)
  }

  return { answer, receive, race }
}

async function letAnswer(turn: Turn, moment: Moment): Promise<void> {
  if (moment.kind === 'held') return
  if (moment.kind === 'random') await sleep(moment.botMs)
  turn.mayAnswer.resolve()
}

async function pause(bot: TestBot, userId: string, where: string, turn: Turn) {
  const { status } = await bot.pauseUser(userId, where)
  if (status !== 200) throw new Error(`not paused: ${status}`)
  return { at: performance.now(), wasOpen: turn.answeredAt === undefined }
}

/** Each bot message that was pushed, and when. */
function pushedTo(socket: SocketClient, session: string): Sighting[] {
  return socket
    .arrivals(session)
    .flatMap(({ entry, at }) =>
      entry.kind === 'message' && entry.by.type === 'bot' ? [{ how: 'pushed' as const, seq: entry.seq, at }] : [],
    )
}

/** Throws unless `paused` and `replies` of an answer describe the same commit. */
function checkAnswer(answer: InboundAnswer | undefined, log: readonly Entry[]): void {
  if (!answer) return
  const accepted = botMessages(log).length > 0
  if (answer.paused === accepted) throw new Error(`answered ${JSON.stringify(answer)}, logged ${JSON.stringify(log)}`)
}

export function botMessages(log: readonly Entry[]) {
  return log.flatMap(entry => (entry.kind === 'message' && entry.by.type === 'bot' ? [entry] : []))
}

/** The messages whose delivery was stopped. */
export function stopped(log: readonly Entry[]): number[] {
  return log.flatMap(entry => (entry.kind === 'withheld' && entry.of !== undefined ? [entry.of] : []))
}
