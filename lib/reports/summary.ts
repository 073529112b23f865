import { MAX_SUMMARY_BYTES, type StoredTally } from '../ports/reports.ts'
import { add, figuresOf, hoursOf, noFigures, noHours, type Values } from './figures.ts'

/** A queue by its id. `null`: no queue. `OTHERS`: all that have no row of their own. */
export type QueueKey = string | null
/** No id of a queue has this character. */
export const OTHERS = '*'

/** An agent. `null`: nobody had the handoff. `others`: all that have no row of their own. */
export type AgentKey = { readonly id: string; readonly name?: string } | { readonly others: true } | null

/**
 * The sums of a closed day or month. Each row begins with places in the lists, and ends with the figures (`figures.ts`),
 * so that a year is read within some milliseconds.
 */
export interface Summary {
  readonly queues: readonly QueueKey[]
  readonly agents: readonly AgentKey[]
  readonly days: readonly string[]
  /** By place of the queue and place of the agent. */
  readonly rows: readonly (readonly number[])[]
  /** By place of the queue: the figures of hours. */
  readonly byHour: readonly (readonly number[])[]
  /** By place of the day and place of the queue. */
  readonly byDay: readonly (readonly number[])[]
}

/** Most queues and rows of a summary. The first limits whose text is small enough count; the rest goes to `OTHERS`. */
const LIMITS = [
  { queues: 100, rows: 2_000 },
  { queues: 50, rows: 1_000 },
  { queues: 25, rows: 400 },
  { queues: 10, rows: 150 },
  { queues: 3, rows: 40 },
] as const

/** Makes the summary of the counters of some days, as text of at most `MAX_SUMMARY_BYTES`. */
export function summaryOf(tallies: readonly StoredTally[]): string {
  // The newest day first: its names of agents count.
  const newestFirst = tallies.toSorted((one, two) => (one.day < two.day ? 1 : -1))
  let text = ''
  for (const limits of LIMITS) {
    text = JSON.stringify(within(newestFirst, limits))
    if (Buffer.byteLength(text) <= MAX_SUMMARY_BYTES) break
  }
  return text
}

export function readSummary(body: string): Summary {
  return JSON.parse(body) as Summary
}

function within(tallies: readonly StoredTally[], limits: { readonly queues: number; readonly rows: number }): Summary {
  const queueOf = kept(tallies, limits.queues, ({ queue }) => queue ?? null)
  const queueIn = (tally: StoredTally): QueueKey => (queueOf(tally) === undefined ? OTHERS : (tally.queue ?? null))
  const rowName = (tally: StoredTally) => JSON.stringify([queueIn(tally), tally.agent?.id ?? null])
  const rowOf = kept(tallies, limits.rows, rowName)
  const [queues, agents, days] = [places<QueueKey>(), places<AgentKey>(), places<string>()]
  const [rows, byHour, byDay] = [sums(noFigures), sums(noHours), sums(noFigures)]
  for (const tally of tallies) {
    const { agent = null, day, counts } = tally
    const queue = queues.of(queueIn(tally))
    const isKept = agent === null || rowOf(tally) !== undefined
    const who = agents.of(isKept ? agent : { others: true }, isKept ? (agent?.id ?? null) : undefined)
    const figures = figuresOf(counts)
    add(rows.of([queue, who]), figures)
    add(byDay.of([days.of(day), queue]), figures)
    add(byHour.of([queue]), hoursOf(counts))
  }
  const lists = { queues: queues.all, agents: agents.all, days: days.all }
  return { ...lists, rows: rows.all(), byHour: byHour.all(), byDay: byDay.all() }
}

/** Returns the key of a tally, or undefined if it is not among the `most` keys with the most handoffs. */
function kept<Key>(tallies: readonly StoredTally[], most: number, keyOf: (tally: StoredTally) => Key) {
  const ended = new Map<Key, number>()
  for (const tally of tallies) ended.set(keyOf(tally), (ended.get(keyOf(tally)) ?? 0) + (tally.counts.ended ?? 0))
  if (ended.size <= most) return keyOf as (tally: StoredTally) => Key | undefined
  const largest = [...ended].sort(([, one], [, two]) => two - one).slice(0, most)
  const keys = new Set(largest.map(([key]) => key))
  return (tally: StoredTally) => (keys.has(keyOf(tally)) ? keyOf(tally) : undefined)
}

/** Gives each value a place in a list. `name` tells values apart that are no plain ones. */
function places<Value>() {
  const known = new Map<unknown, number>()
  const all: Value[] = []
  return {
    all,
    of(value: Value, name: unknown = value): number {
      const place = known.get(name)
      if (place !== undefined) return place
      known.set(name, all.length)
      return all.push(value) - 1
    },
  }
}

/** Sums by places. */
function sums(empty: () => Values) {
  const rows = new Map<string, { readonly places: readonly number[]; readonly values: Values }>()
  return {
    of(places: readonly number[]): Values {
      const name = places.join()
      const row = rows.get(name) ?? { places, values: empty() }
      rows.set(name, row)
      return row.values
    },
    all: () => [...rows.values()].map(({ places, values }) => trimmed([...places, ...values])),
  }
}

/** Drops zeros at the end. */
function trimmed(values: readonly number[]): readonly number[] {
  return values.slice(0, values.findLastIndex(value => value !== 0) + 1)
}
