import { createFeed } from '../../lib/memory/feed.ts'
import { emptyMemory, type Memory, type Table } from '../../lib/memory/memory.ts'
import { operations } from '../../lib/memory/store.ts'
import type { Store } from '../../lib/ports/store.ts'

/**
 * The content of a memory store at one moment, as a value: keep it as a snapshot, apply a call to get the next one.
 */
export type MemoryState = {
  readonly [Name in keyof Memory]: Memory[Name] extends Table<infer Value> ? ReadonlyMap<string, Value> : Memory[Name]
}

export const emptyState = emptyMemory() as unknown as MemoryState

export type Op = keyof Store
export type ResultOf<O extends Op> = Awaited<ReturnType<Store[O]>>

/** The new state and the result of a call. */
export interface Step<Result> {
  readonly state: MemoryState
  readonly result: Result
}

/** A table that copies its map before it writes, so that each map stays as it is. */
class CopiedTable<Value> implements Table<Value> {
  map: ReadonlyMap<string, Value> = new Map()

  get size(): number {
    return this.map.size
  }

  get(key: string): Value | undefined {
    return this.map.get(key)
  }

  has(key: string): boolean {
    return this.map.has(key)
  }

  keys(): Iterable<string> {
    return this.map.keys()
  }

  values(): Iterable<Value> {
    return this.map.values()
  }

  set(key: string, value: Value): void {
    this.map = new Map(this.map).set(key, value)
  }

  delete(key: string): boolean {
    const map = new Map(this.map)
    this.map = map
    return map.delete(key)
  }
}

const tableNames = Object.entries(emptyMemory()).flatMap(([name, part]) => (part instanceof Map ? [name] : []))
const tables = tableNames.map(name => [name, new CopiedTable()] as const)

/** The memory whose content each call replaces: one for all states, since binding the methods takes longer than a call. */
const memory = { ...emptyMemory(), ...Object.fromEntries(tables) } as Memory
const methods = operations(memory, createFeed(memory)) as Readonly<Record<string, (...args: unknown[]) => unknown>>

/** The names of all calls of the store. */
export const operationNames = Object.keys(methods) as readonly Op[]

/** Applies one call to a state: a pure function. Returns the same state if the call changed nothing. */
export function apply<O extends Op>(state: MemoryState, op: O, args: readonly unknown[]): Step<ResultOf<O>> {
  const before = state as unknown as Readonly<Record<string, ReadonlyMap<string, unknown>>>
  for (const [name, table] of tables) table.map = before[name] as ReadonlyMap<string, unknown>
  memory.feed = state.feed
  memory.position = state.position
  const result = methods[op]?.(...args) as ResultOf<O>
  if (tables.every(([name, table]) => table.map === before[name])) return { state, result }
  const { feed, position } = memory
  const maps = Object.fromEntries(tables.map(([name, table]) => [name, table.map]))
  return { state: { ...maps, feed, position } as unknown as MemoryState, result }
}

const WRITES: ReadonlySet<string> = new Set<Op>([
  'commit',
  'setWatchers',
  'putBot',
  'putKey',
  'deleteKey',
  'putPlatformApp',
  'putSocket',
  'updateSocket',
  'takeCatchUp',
  'removeSocket',
  'seeAgent',
  'changePresence',
  'setAway',
  'takeAlertSlot',
  'raiseReadMark',
  'addReceipts',
  'signOutAgent',
  'addNotifications',
  'setNotificationDone',
  'readNotifications',
  'putDeadEvent',
  'removeDeadEvent',
  'putSubscription',
  'deleteSubscription',
  'putOwnReplies',
])

/** Whether a call may change the state. */
export function isWrite(op: string): boolean {
  return WRITES.has(op)
}
