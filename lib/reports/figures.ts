import { entriesOf } from '../session/counts.ts'
import type { CountName, Counts } from '../session/tally.ts'

/** The counters of a report by their place. Stored summaries have these places, so a new counter goes to the end. */
const FIGURES = [
  ...['ended', 'resolved', 'rejected', 'returned', 'cancelled', 'expired', 'idle'],
  ...['waits', 'waitMs', 'wait0', 'wait1', 'wait2', 'wait3', 'wait4', 'wait5', 'wait6'],
  ...['abandoned', 'abandonedMs'],
  ...['answers', 'answerMs', 'answer0', 'answer1', 'answer2', 'answer3', 'answer4', 'answer5', 'answer6'],
  ...['handled', 'handledMs', 'stars1', 'stars2', 'stars3', 'stars4', 'stars5'],
] as readonly CountName[]

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))
const HOUR_FIGURES: readonly CountName[] = HOURS.flatMap(hour => [`h${hour}`, `hw${hour}`, `hm${hour}`] as const)

/** Numbers of counters, each at its place. */
export type Values = number[]

export const noFigures = (): Values => FIGURES.map(() => 0)
export const noHours = (): Values => HOUR_FIGURES.map(() => 0)

const places = (names: readonly CountName[]) => new Map<string, number>(names.map((name, place) => [name, place]))
const FIGURE_PLACES = places(FIGURES)
const HOUR_PLACES = places(HOUR_FIGURES)

/** The counters, without those of hours. */
export function figuresOf(counts: Counts): Values {
  return atPlaces(counts, FIGURE_PLACES, noFigures())
}

/** The counters of hours: handoffs, waits and the time waited of each. */
export function hoursOf(counts: Counts): Values {
  return atPlaces(counts, HOUR_PLACES, noHours())
}

function atPlaces(counts: Counts, known: ReadonlyMap<string, number>, values: Values): Values {
  for (const [name, count] of entriesOf(counts)) {
    const place = known.get(name)
    if (place !== undefined) values[place] = count
  }
  return values
}

/** Adds values place by place. `offset`: the place at which `more` begins with them. */
export function add(sum: Values, more: readonly number[], offset = 0): void {
  // A row has no zeros at its end.
  const end = Math.min(sum.length, more.length - offset)
  for (let at = 0; at < end; at++) sum[at] = (sum[at] ?? 0) + (more[at + offset] ?? 0)
}

/** The value of one counter. */
export function figure(values: readonly number[], name: CountName): number {
  return values[FIGURE_PLACES.get(name) ?? -1] ?? 0
}
