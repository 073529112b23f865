import type { Context } from 'aws-lambda'
import type { Log } from '../../lib/ports/system.ts'
import { invocationId } from './ids.ts'

/** The outcome of an invocation. A failure is already in the log; the gateway makes the answer. */
export type Outcome<R> =
  | { readonly status: 'done'; readonly result: R }
  | { readonly status: 'failed' }
  | { readonly status: 'timeout' }

const unsupported = () => {
  throw new Error('use the promise that the handler returns')
}

/** The context that Lambda passes to a handler with the event. */
class LambdaContext implements Context {
  readonly awsRequestId = invocationId()
  readonly functionVersion = '$LATEST'
  readonly memoryLimitInMB = '512'
  readonly functionName: string
  readonly #deadline: number
  callbackWaitsForEmptyEventLoop = true
  readonly done = unsupported
  readonly fail = unsupported
  readonly succeed = unsupported

  constructor(functionName: string, deadline: number) {
    this.functionName = functionName
    this.#deadline = deadline
  }

  get invokedFunctionArn(): string {
    return `arn:aws:lambda:local:000000000000:function:${this.functionName}`
  }

  get logGroupName(): string {
    return `/aws/lambda/${this.functionName}`
  }

  get logStreamName(): string {
    return `[$LATEST]${this.awsRequestId}`
  }

  /** An arrow function, since middleware calls it without `this`. */
  readonly getRemainingTimeInMillis = (): number => Math.max(0, this.#deadline - Date.now())
}

/** Runs handlers as Lambda does: an invocation goes on after the gateway has given up on it. */
export class Invocations {
  readonly #log: Log
  readonly #timeoutMs: number
  /** The invocations in progress, with their functions' names. */
  readonly #running = new Map<Promise<unknown>, string>()
  /** True once the runner stops without waiting any longer. What still runs loses its store. */
  #isAbandoned: boolean = false

  constructor(log: Log, timeoutMs: number) {
    this.#log = log
    this.#timeoutMs = timeoutMs
  }

  /** Runs a handler. Never rejects. `name`: the function's name in the log. */
  run<E, R>(
    handler: (event: E, context: Context) => Promise<R>,
    event: E,
    name: string,
    timeoutMs = this.#timeoutMs,
  ): Promise<Outcome<R>> {
    const { promise, resolve } = Promise.withResolvers<Outcome<R>>()
    const context = new LambdaContext(name, Date.now() + timeoutMs)
    const timer = setTimeout(() => {
      this.#complain('a function took too long', { name, timeoutMs })
      resolve({ status: 'timeout' })
    }, timeoutMs)
    const running: Promise<void> = invoke(handler, event, context).then(
      result => {
        this.#running.delete(running)
        clearTimeout(timer)
        resolve({ status: 'done', result })
      },
      (error: unknown) => {
        this.#running.delete(running)
        clearTimeout(timer)
        this.#complain('a function failed', { name, requestId: context.awsRequestId, error: describe(error) })
        resolve({ status: 'failed' })
      },
    )
    this.#running.set(running, name)
    return promise
  }

  /**
   * Resolves when no invocation is running, or after `ms`. Logs one line with the numbers of those that still run, and
   * none of their failures afterwards.
   */
  async drain(ms: number): Promise<void> {
    const { promise: patience, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    let over = false
    void patience.then(() => {
      over = true
    })
    while (this.#running.size > 0 && !over) await Promise.race([patience, Promise.all(this.#running.keys())])
    clearTimeout(timer)
    if (this.#running.size === 0) return
    this.#isAbandoned = true
    const running: Record<string, number> = {}
    for (const name of this.#running.values()) running[name] = (running[name] ?? 0) + 1
    this.#log.warn('stopped before functions ended', { afterMs: ms, running })
  }

  #complain(message: string, details: Readonly<Record<string, unknown>>): void {
    if (!this.#isAbandoned) this.#log.error(message, details)
  }
}

/** Turns a handler's synchronous throw into a rejection. */
const invoke = async <E, R>(handler: (event: E, context: Context) => Promise<R>, event: E, context: Context) =>
  handler(event, context)

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
