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

/** Writes down what everybody did and saw, while it happens. */
export class Recorder {
  readonly operations: (Command & { readonly tries: Try[] })[] = []
  readonly turns: Call<BotTurn>[] = []
  /** Those that came with an answer, too. */
  readonly handbacks: Call<Handback>[] = []
  readonly deliveries: Call<ChannelDelivery>[] = []
  readonly kills: { readonly at: number; readonly upAt: number }[] = []
  private readonly reads: Piece[] = []
  private readonly sockets: { client: string; role: 'agent' | 'user'; socket: SocketClient }[] = []

  /** A command of somebody's; each try of it is written down by what it returns. */
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

  /** A socket that somebody has open; what came by it is read off in the end. */
  watch(client: string, role: 'agent' | 'user', socket: SocketClient): void {
    this.sockets.push({ client, role, socket })
  }

  read(client: string, role: 'agent' | 'user', invokedAt: number, page: LogPage): void {
    const { session, after, upto, entries, isPaused, revision } = page
    this.reads.push({ client, role, how: 'read', session, after, upto, entries, isPaused, invokedAt, revision })
  }

  /** Everything sent to the operator's servers, where they are a process of their own. */
  takeIn({ turns, handbacks, deliveries }: OutsideCalls): void {
    // One by one: there may be more than a call takes arguments.
    for (const turn of turns) this.turns.push(turn)
    for (const handback of handbacks) this.handbacks.push(handback)
    for (const delivery of deliveries) this.deliveries.push(delivery)
  }

  /** Everything, once all is at rest. `views`: what the sockets that live on have in the end. */
  history(rest: Pick<History, 'letters' | 'transcripts'> & { views: readonly View[] }): History {
    const { kills, turns, handbacks, deliveries } = this
    // A command that was never tried (the run ended first) was never given.
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

/** Codes that say for certain that nothing was done; of every other refusal one cannot be sure. */
const OPEN = new Set(['session.busy', 'store.unavailable', 'turn.in_progress', 'internal'])

export function refused(code: string): Outcome {
  return { status: OPEN.has(code) ? 'unknown' : 'failed', why: code }
}

/** What an HTTP answer came to; `read` takes from a 200 what is checked. */
export function outcomeOf<Body>({ status, body }: HttpAnswer<Body>, read: (body: Body) => Answer): Outcome {
  if (status === 200) return { status: 'ok', answer: read(body) }
  const { code } = body as { code?: string }
  return code === undefined ? { status: 'unknown', why: `answered ${status}` } : refused(code)
}

/** What a frame came to. */
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
