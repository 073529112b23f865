import type { SocketGateway } from '../../../lib/ports/outside.ts'
import type { ServerFrame } from '../../../lib/protocol/frames.ts'
import { aReader, type Reader, reads } from '../reader.ts'
import type { Invocation } from './machines.ts'
import type { Network } from './network.ts'
import type { SeatPlan } from './plan.ts'
import type { Random } from './random.ts'
import type { Record } from './record.ts'
import type { Scheduler } from './scheduler.ts'

type Result = Readonly<globalThis.Record<string, unknown>>

/** A client over all its connections; what it has read stays with it. */
export class Seat {
  readonly plan: SeatPlan
  readonly name: string
  readonly logs = new Map<string, Reader>()
  /** The conversations that it has open. */
  readonly open = new Set<string>()
  /** The log's length when a command was first sent. */
  readonly since = new Map<number, number>()
  connectionId: string | undefined
  connections = 0
  /** The connection whose `hello` was answered. */
  greeted: string | undefined
  /** Commands that wait for their `ok` or `error`. */
  readonly waiting = new Map<string, (answer: { readonly ok: Result } | { readonly code: string }) => void>()

  constructor(plan: SeatPlan, name: string) {
    this.plan = plan
    this.name = name
  }

  get cursors(): globalThis.Record<string, number> {
    return Object.fromEntries([...this.open].map(session => [session, this.logs.get(session)?.cursor ?? 0]))
  }
}

/** The gateway's side of the sockets: pushes get lost, delayed and doubled; a lost client is noticed late. */
export class Sockets {
  readonly #scheduler: Scheduler
  readonly #record: Record
  readonly #seats = new Map<string, Seat>()
  /** Connections without a client, which the gateway has not noticed. */
  readonly #empty = new Set<string>()
  network: Network | undefined

  constructor(scheduler: Scheduler, record: Record) {
    this.#scheduler = scheduler
    this.#record = record
  }

  opened(connectionId: string, seat: Seat): void {
    this.#seats.set(connectionId, seat)
  }

  /** The gateway knows that the connection is closed, and reports it to callers that push. */
  closed(connectionId: string): void {
    this.#seats.delete(connectionId)
    this.#empty.delete(connectionId)
  }

  left(connectionId: string): void {
    this.#empty.add(connectionId)
  }

  gatewayOf(by: Invocation): SocketGateway {
    return {
      push: (connectionId, frame) => this.#push(by, connectionId, frame),
      close: async connectionId => this.closed(connectionId),
    }
  }

  async #push(by: Invocation, connectionId: string, frame: ServerFrame): Promise<'sent' | 'gone'> {
    const network = this.network as Network
    const { random } = by
    const fate = random.chance(network.faults.pushThrows) ? (random.chance(0.5) ? 'before' : 'after') : 'done'
    const error = () => new Error('the gateway cannot be reached')
    const way = { there: network.delay(random), back: network.delay(random), fate, error } as const
    return await network.call(
      by,
      'push',
      async () => {
        const seat = this.#seats.get(connectionId)
        if (!seat) return 'gone'
        this.#travels(random, connectionId, seat, frame)
        if (random.chance(network.faults.pushTwice)) this.#travels(random, connectionId, seat, frame)
        return 'sent'
      },
      way,
    )
  }

  #travels(random: Random, connectionId: string, seat: Seat, frame: ServerFrame): void {
    const network = this.network as Network
    if (random.chance(network.faults.pushLost) || this.#empty.has(connectionId)) return
    this.#scheduler.after(
      network.delay(random) * (random.chance(0.1) && !network.calm ? 50 : 1),
      'frame',
      random,
      () => {
        if (seat.connectionId === connectionId) this.#arrives(seat, frame)
      },
    )
  }

  #arrives(seat: Seat, frame: ServerFrame): void {
    switch (frame.type) {
      case 'entries': {
        const before = seat.logs.get(frame.session) ?? aReader(seat.plan.as)
        const after = reads(before, frame)
        seat.logs.set(frame.session, after)
        if (after.cursor !== before.cursor) this.#scheduler.tell(`${seat.name} reads up to ${after.cursor}`)
        this.#record.sees(frame.session, { kind: 'shown', as: seat.plan.as, frame })
        return
      }
      case 'ok':
        seat.waiting.get(frame.replyTo)?.({ ok: frame.result ?? {} })
        return
      case 'error':
        if (frame.replyTo !== undefined) seat.waiting.get(frame.replyTo)?.({ code: frame.code })
        return
      case 'welcome':
      case 'inbox':
      case 'typing':
      case 'presence':
      case 'read':
      case 'receipts':
      case 'notification':
      case 'hitlnext':
      case 'pong':
        return
      default:
        frame satisfies never
    }
  }
}
