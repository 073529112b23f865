import type { Entry } from '../protocol/entry.ts'
import { effectOf } from './effect.ts'
import type { ClientEnvironment, Undo } from './environment.ts'
import type { Follower } from './follower.ts'
import { ProblemError, unreachable } from './problem-error.ts'
import { Queue, type QueuedCommand } from './queue.ts'
import { mayPass, retryMs } from './retry.ts'
import type { Shelf, StoredCommand } from './shelf.ts'
import type { FrameToSend, OkResult } from './socket.ts'
import type { Identity } from './state.ts'
import type { Command, OutboxItem, SentCommand, Settled } from './surface.ts'

export interface OutboxPorts {
  readonly session: string
  readonly environment: ClientEnvironment
  readonly shelf: Shelf
  readonly follower: Follower
  /** The role of the person who sends the commands. */
  role(): Identity['role']
  /** Sends a frame and waits for its answer. Throws a `ProblemError`. */
  ask(frame: FrameToSend): Promise<OkResult>
  onChange(): void
}

/** After this many internal errors the server is assumed to fail on this command every time. */
const MOST_FAILURES = 5
/** Maximum number of pages that are read back to find the effect of a command. */
const MOST_PAGES_BACK = 10

/**
 * The commands of one conversation that the server has not acknowledged. Sends them one at a time and in order, since
 * the frames of one socket may overtake each other.
 */
export class Outbox {
  readonly #ports: OutboxPorts
  readonly #queue: Queue
  #underWay: string | undefined
  #tries = 0
  #again: Undo | undefined

  constructor(ports: OutboxPorts, restored: readonly StoredCommand[]) {
    this.#ports = ports
    this.#queue = new Queue(ports.shelf, restored, () => ports.onChange())
  }

  /** The commands to show after the log. The same array until something changes. */
  get items(): readonly OutboxItem[] {
    return this.#queue.shown
  }

  /** Whether the log must still be watched for their entries. */
  get isWaiting(): boolean {
    return this.items.some(({ state }) => state.status !== 'failed')
  }

  add(command: Command, id = this.#ports.environment.newId()): SentCommand {
    const { environment, session } = this.#ports
    const settled = this.#queue.add({ id, session, command, at: environment.clock.now() })
    this.pump()
    return { id, settled }
  }

  /** Sends a failed command again, before the waiting ones. */
  retry(id: string): void {
    const item = this.#queue.items.find(each => each.id === id)
    if (item?.state.status !== 'failed') return
    const { sentAfter: _old, problem: _problem, ...fresh } = item
    this.#queue.replace({ ...fresh, state: { status: 'waiting' } })
    this.pump()
  }

  discard(id: string): void {
    this.#queue.remove(id, { status: 'discarded' })
  }

  /** Removes the commands whose entries are in the log. */
  absorb(entries: readonly Entry[]): void {
    const queue = this.#queue
    if (queue.items.length === 0) return
    for (const entry of entries) {
      if (entry.kind !== 'message' || entry.clientId === undefined) continue
      const { clientId, seq } = entry
      const item = queue.items.find(({ id, command }) => id === clientId && command.type === 'message')
      if (item) queue.remove(clientId, done({ seq }))
    }
    const { cursor } = this.#ports.follower.log
    for (const { id, state } of queue.items) {
      if (state.status === 'acknowledged' && state.seq <= cursor) queue.remove(id, done({ seq: state.seq }))
    }
  }

  /** Sends the first waiting command, if it can be sent now. */
  pump(): void {
    if (this.#underWay !== undefined || this.#again !== undefined || !this.#ports.follower.isReady) return
    const item = this.#queue.items.find(({ state }) => state.status === 'waiting')
    if (item === undefined) return
    this.#underWay = item.id
    void this.#send(item).finally(() => {
      this.#underWay = undefined
      this.pump()
    })
  }

  /** Ends the wait of a postponed command, since conditions have improved. */
  kick(): void {
    this.#again?.()
    this.#again = undefined
    this.#tries = 0
    this.pump()
  }

  /** Settles all commands for their callers as failed. Storage keeps those that are not acknowledged. */
  close(): void {
    this.#again?.()
    this.#queue.close(new ProblemError({ code: 'client.closed', detail: 'the client was closed' }))
  }

  async #send(item: QueuedCommand): Promise<void> {
    if (item.sentAfter !== undefined && !(await this.#mustBeSentAgain(item, item.sentAfter))) return
    const sent = this.#noteSent(item)
    if (sent === undefined) return
    try {
      const { id, session, command } = sent
      this.#acknowledged(sent, await this.#ports.ask({ ...command, id, session }))
    } catch (error) {
      this.#refused(sent, error instanceof ProblemError ? error : unreachable(String(error)))
    }
  }

  /**
   * Whether a command that was sent before must be sent again. The server may have carried it out although the answer
   * was lost. The server knows only the newest ids, so this looks for its effect in the log. Waits for the log if
   * necessary.
   */
  async #mustBeSentAgain(item: QueuedCommand, sentAfter: number): Promise<boolean> {
    const { follower, role } = this.#ports
    if (!follower.isCurrent) return this.#postpone(retryMs(1))
    await loadBackTo(follower, sentAfter)
    if (!follower.isReady || !this.#queue.items.includes(item)) return false
    const { log } = follower
    // If the message is in the log, this removes it.
    this.absorb(log.entries)
    if (!this.#queue.items.includes(item)) return false
    const effect = effectOf(item.command, sentAfter, log, role())
    if (effect === 'uncertain') return this.#fail(item, uncertain())
    if (effect !== 'none') this.#queue.remove(item.id, done(effect))
    return effect === 'none'
  }

  #noteSent(item: QueuedCommand): QueuedCommand | undefined {
    if (!this.#queue.items.includes(item)) return undefined
    if (item.sentAfter !== undefined) return item
    const sent = { ...item, sentAfter: this.#ports.follower.known }
    this.#queue.replace(sent)
    return sent
  }

  #acknowledged(item: QueuedCommand, result: OkResult): void {
    this.#tries = 0
    const { seq } = result
    const { follower } = this.#ports
    if (typeof seq === 'number' && seq > follower.log.cursor) {
      follower.expect(seq)
      this.#queue.acknowledge(item, seq, done(result))
    } else this.#queue.remove(item.id, done(result))
  }

  #refused(item: QueuedCommand, problem: ProblemError): void {
    // The answer is lost, so entries may be lost too.
    if (problem.code === 'client.unreachable') this.#ports.follower.watchAgain()
    if (!this.#queue.items.some(({ id }) => id === item.id)) return
    if (!mayPass(problem)) return void this.#fail(item, problem)
    this.#tries += 1
    if (problem.code === 'internal' && this.#tries >= MOST_FAILURES) return void this.#fail(item, problem)
    const waitMs = Math.max(
      (problem.retryAfterSeconds ?? 0) * 1000,
      retryMs(this.#tries) * (0.5 + this.#ports.environment.random() / 2),
    )
    this.#postpone(waitMs)
  }

  #fail(item: QueuedCommand, problem: ProblemError): false {
    this.#tries = 0
    const { code, detail, status, errors, retryAfterSeconds, holder } = problem
    this.#queue.fail(item, { code, detail, status, errors, retryAfterSeconds, holder })
    return false
  }

  #postpone(ms: number): false {
    this.#again?.()
    this.#again = this.#ports.environment.clock.after(ms, () => {
      this.#again = undefined
      this.pump()
    })
    return false
  }
}

async function loadBackTo(follower: Follower, seq: number): Promise<void> {
  try {
    for (let pages = 0; pages < MOST_PAGES_BACK && follower.log.after > seq; pages++) await follower.loadEarlier()
  } catch {
    // The log stays as it is, which the caller checks.
  }
}

function done(result: OkResult): Settled {
  return { status: 'done', result }
}

function uncertain(): ProblemError {
  return new ProblemError({
    code: 'client.uncertain',
    detail: 'the server may have processed the command before the connection was lost',
  })
}
