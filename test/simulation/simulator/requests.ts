import type { App } from '../../../lib/app.ts'
import type { Ended } from './machines.ts'
import type { PoolName } from './plan.ts'
import type { Random } from './random.ts'
import { invoke, type SimulatedWorld } from './simulated-world.ts'

/** A client's request, with its retries. */
export interface ClientRequest<T> {
  readonly label: string
  readonly pool: PoolName
  readonly random: Random
  readonly patienceMs: number
  readonly tries: number
  readonly work: (app: App) => Promise<T>
  /** Called when the client got an answer. */
  readonly answered: (value: T) => void
  /** Whether the client retries after this error. */
  readonly again?: (error: unknown) => boolean
  /** Called for a final error, or when the client has given up. */
  readonly failed?: (error: unknown) => void
}

const GAP_MS = [0, 50, 500, 2_000]

/** Sends a request over the network. The client repeats it after lost answers and temporary errors. */
export function request<T>(world: SimulatedWorld, what: ClientRequest<T>, attempt = 1): void {
  const { scheduler, network } = world
  const random = what.random.fork(`try ${attempt}`)
  const label = attempt === 1 ? what.label : `${what.label} (try ${attempt})`
  let done = false
  const settle = (run: () => void) => {
    if (done) return
    done = true
    run()
  }
  const retry = (error: unknown) => {
    if (attempt >= what.tries) return what.failed?.(error)
    scheduler.after(random.pick(GAP_MS), 'again', random, () => request(world, what, attempt + 1))
  }
  scheduler.after(what.patienceMs, 'patience', random, () => settle(() => retry(new Error('no answer in time'))))
  if (random.chance(network.faults.requestLost)) return

  const bring = (at: Random, ended: (how: Ended<T>) => void) =>
    scheduler.after(network.delay(at), 'request', at, () => invoke(world, what.pool, label, at, what.work, ended))
  bring(random, how => {
    if (random.chance(network.faults.answerLost)) return
    scheduler.after(network.delay(random), 'answer', random, () =>
      settle(() => {
        if ('value' in how) return what.answered(how.value)
        const error = 'error' in how ? how.error : undefined
        if ('killed' in how || isPassing(error) || what.again?.(error)) return retry(error)
        if (codeOf(error) === undefined)
          world.record.complain(`${label} fails: ${error instanceof Error ? error.stack : String(error)}`)
        what.failed?.(error)
      }),
    )
  })
  if (random.chance(network.faults.requestTwice)) {
    const late = random.fork('twice')
    scheduler.after(late.pick([0, 20, 500, 5_000, 20_000]), 'request twice', late, () => bring(late, () => {}))
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

function isPassing(error: unknown): boolean {
  return ['session.busy', 'store.unavailable', 'turn.in_progress', 'internal'].includes(codeOf(error) ?? '')
}
