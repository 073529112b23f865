import type { BotTurn, ChannelDelivery, Handback } from '../../../lib/protocol/bot.ts'
import type { LogPage } from '../../../lib/protocol/routes.ts'
import type { Answer as HttpAnswer } from '../../e2e/client.ts'
import type { SocketClient } from '../../e2e/socket.ts'
import type { Answer, Call, History, Operation, Outcome, Piece, Try, View } from './history.ts'
import type { OutsideCalls } from './operators.ts'

/** Milliseconds of the wall clock, finer than `Date.now()`, and the same in every thread. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}

export type Command = Omit<Operation, 'tries'>

/** Records all commands and observations of a run. */
export class Recorder {
  readonly operations: (Command & { readonly tries: Try[] })[] = []
  readonly turns: Call<BotTurn>[] = []
  /** Includes those that came with an answer. */
  readonly handbacks: Call<Handback>[] = []
  readonly deliveries: Call<ChannelDelivery>[] = []
  readonly kills: { readonly at: number; readonly upAt: number }[] = []
  private readonly reads: Piece[] = []
  private readonly sockets: { client: string; role: 'agent' | 'user'; socket: SocketClient }[] = []

  /** Begins a client's command. Each try is recorded with its outcome. */
  begin(command: Command): (send: () => Promise<Outcome>) => Promise<Outcome> {
    const operation = { ...command, tries: [] as Try[] }
    this.operations.push(operation)
    return async send => {
      const invokedAt = now()
      const outcome = await send().catch((error: unknown) => ({ status: 'unknown', why: String(error) }) as const)
      operation.tries.push({ invokedAt, endedAt: now(), outcome })
      return outcome
    }
  }

  /** Records an open socket; its frames are read at the end. */
  watch(client: string, role: 'agent' | 'user', socket: SocketClient): void {
    this.sockets.push({ client, role, socket })
  }

  read(client: string, role: 'agent' | 'user', invokedAt: number, page: LogPage): void {
    const { session, after, upto, entries, isPaused, revision } = page
    this.reads.push({ client, role, how: 'read', session, after, upto, entries, isPaused, invokedAt, revision })
  }

  /** Adds the calls to the operator's servers, if these are a separate process. */
  takeIn({ turns, handbacks, deliveries }: OutsideCalls): void {
    // One by one: there may be more than the maximum number of arguments.
    for (const turn of turns) this.turns.push(turn)
    for (const handback of handbacks) this.handbacks.push(handback)
    for (const delivery of deliveries) this.deliveries.push(delivery)
  }

  /** The whole record, after everything came to rest. `views`: the final logs of living sockets. */
  history(rest: Pick<History, 'letters' | 'transcripts'> & { views: readonly View[] }): History {
    const { kills, turns, handbacks, deliveries } = this
    // Commands without a try (the run ended first) were never sent.
    const operations = this.operations.filter(({ tries }) => tries.length > 0)
    return { kills, overAt: now(), operations, turns, handbacks, deliveries, pieces: this.pieces(), ...rest }
  }

  private pieces(): Piece[] {
    const pushed = this.sockets.flatMap(({ client, role, socket }) =>
      socket.frames.flatMap(frame => {
        if (frame.type !== 'entries') return []
        const { session, after, upto, entries, isPaused } = frame
        const held = isPaused === undefined ? {} : { isPaused }
        return [{ client, role, how: 'pushed' as const, session, after, upto, entries, ...held }]
      }),
    )
    return [...this.reads, ...pushed]
  }
}

/** Error codes after which the effect is open; every other refusal had no effect. */
const OPEN = new Set(['session.busy', 'store.unavailable', 'turn.in_progress', 'internal'])

export function refused(code: string): Outcome {
  return { status: OPEN.has(code) ? 'unknown' : 'failed', why: code }
}

/** The outcome of an HTTP answer; `read` extracts the checked fields from a 200. */
export function outcomeOf<Body>({ status, body }: HttpAnswer<Body>, read: (body: Body) => Answer): Outcome {
  if (status === 200) return { status: 'ok', answer: read(body) }
  const { code } = body as { code?: string }
  return code === undefined ? { status: 'unknown', why: `answered ${status}` } : refused(code)
}

/** The outcome of a frame. */
export async function outcomeOfFrame(
  asking: Promise<Record<string, unknown>>,
  read: (result: Record<string, unknown>) => Answer,
): Promise<Outcome> {
  try {
    return { status: 'ok', answer: read(await asking) }
  } catch (error) {
    const [, code] = /^Error: ([a-z]+\.[a-z_]+|internal): /.exec(String(error)) ?? []
    return code === undefined ? { status: 'unknown', why: String(error).slice(0, 80) } : refused(code)
  }
}
