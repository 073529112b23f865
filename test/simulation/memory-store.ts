import type { ChangeFeed, FeedItem } from '../../lib/ports/feed.ts'
import type { Store } from '../../lib/ports/store.ts'
import { type ArgsOf, emptyState, type MemoryState, type Op, operations, type ResultOf } from './memory-state.ts'

/**
 * The fate of a call: `done` (carried out and answered), `lost` (carried out, but the caller gets `store.unavailable`),
 * `refused` (not carried out; `store.unavailable`), `silent` (carried out, never answered: the caller died right
 * after), `never` (neither: the caller died before).
 */
export type Fate = 'done' | 'lost' | 'refused' | 'silent' | 'never'

/** A call of the store or its feed, before it is applied to the state. */
export interface StoreCall {
  readonly op: Op | FeedOp
  readonly args: readonly unknown[]
}
export type FeedOp = 'feed.read' | 'feed.acknowledge' | 'feed.wait'

/** Every call awaits this, then is applied in one step. Undefined means `done`. */
export type BeforeCall = (call: StoreCall) => Fate | undefined | Promise<Fate | undefined>

/** One caller's access to the store, with its own hook. */
export interface Connected {
  readonly store: Store
  readonly feed: ChangeFeed
}

/**
 * An in-memory implementation of the store's ports. Its content is a value: keep it as a snapshot, put it back as a
 * reset.
 */
export interface MemoryStore extends Connected {
  /** The current content. */
  state: MemoryState
  /** Another access with its own hook, over the same content. */
  connect(beforeCall?: BeforeCall): Connected
}

export interface MemoryOptions {
  /** The hook of every call via `store` and `feed`. */
  readonly beforeCall?: BeforeCall
  /** How `feed.wait` waits without changes: the scheduler's sleep, if there is one. */
  readonly sleep?: (ms: number) => Promise<void>
  /** Creates the error of a failed call: the production class, if its type matters. */
  readonly unavailable?: () => Error
  readonly state?: MemoryState
}

export function createMemoryStore(options: MemoryOptions = {}): MemoryStore {
  const { sleep, unavailable = plainUnavailable } = options
  const waiting = new Set<() => void>()
  let unread = true
  let lastReadWasFull = false

  const run = <Result>(call: () => { state: MemoryState; result: Result }): Result => {
    const { position } = memory.state
    const { state, result } = call()
    memory.state = state
    if (state.position > position) {
      unread = true
      for (const wake of [...waiting]) wake()
    }
    return result
  }

  const connect = (beforeCall?: BeforeCall): Connected => {
    const meet = async <Result>(call: StoreCall, carryOut: () => Result): Promise<Result> => {
      const fate: Fate = (await beforeCall?.(call)) ?? 'done'
      switch (fate) {
        case 'refused':
          throw unavailable()
        case 'never':
          return await new Promise<Result>(() => {})
        case 'lost':
          carryOut()
          throw unavailable()
        case 'silent':
          carryOut()
          return await new Promise<Result>(() => {})
        case 'done':
          return carryOut()
        default:
          return fate satisfies never
      }
    }
    const store = Object.fromEntries(
      Object.keys(operations).map(name => {
        const op = name as Op
        return [op, (...args: unknown[]) => meet({ op, args }, () => run(() => apply(memory.state, op, args)))]
      }),
    ) as unknown as Store

    const feed: ChangeFeed = {
      read: (limit, after = '0') =>
        meet({ op: 'feed.read', args: [limit, after] }, () => {
          const items = memory.state.feed.filter(({ position }) => Number(position) > Number(after)).slice(0, limit)
          unread = false
          lastReadWasFull = items.length >= limit
          return items
        }),
      acknowledge: position =>
        meet({ op: 'feed.acknowledge', args: [position] }, () => {
          run(() => ({ state: acknowledged(memory.state, position), result: undefined }))
          unread ||= lastReadWasFull
        }),
      async wait(ms) {
        await meet({ op: 'feed.wait', args: [ms] }, () => {})
        if (!unread) await wokenOrAfter(ms)
      },
    }
    return { store, feed }
  }

  const wokenOrAfter = (ms: number) =>
    new Promise<void>(resolve => {
      const wake = () => {
        clearTimeout(timer)
        waiting.delete(wake)
        resolve()
      }
      const timer = sleep ? undefined : setTimeout(wake, ms)
      void sleep?.(ms).then(wake)
      waiting.add(wake)
    })

  const memory: MemoryStore = { state: options.state ?? emptyState, connect, ...connect(options.beforeCall) }
  return memory
}

/** Applies one call to a state: a pure function. */
export function apply<O extends Op>(
  state: MemoryState,
  op: O,
  args: readonly unknown[],
): { state: MemoryState; result: ResultOf<O> } {
  return operations[op](state, ...(args as ArgsOf<O>))
}

export function acknowledged(state: MemoryState, upTo: string): MemoryState {
  return { ...state, feed: state.feed.filter(({ position }: FeedItem) => Number(position) > Number(upTo)) }
}

function plainUnavailable(): Error {
  return Object.assign(new Error('the store cannot be reached'), { code: 'store.unavailable', status: 503 })
}
