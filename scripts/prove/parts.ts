import { ENGINES } from '../../local/options.ts'
import { scopes } from '../../test/simulation/scopes.ts'

export const PARTS = ['explorer', 'simulator', 'mutations', 'history', 'overload'] as const
export type PartName = (typeof PARTS)[number]

/** The result of a task. */
export interface Result {
  /** How many things were checked. */
  readonly count: number
  readonly unit: string
  /** Broken promises, or mutations that no checker caught. */
  readonly bad: number
  /** How many mutations were caught. */
  readonly caught?: number
}

/** A piece of work: a program of `test/simulation` in its own process. */
export interface Task {
  readonly part: PartName
  /** Tasks with the same name share one line of the table. */
  readonly what: string
  readonly args: readonly string[]
  /** How many of two cores the task gets. Tasks that run in real time get both. */
  readonly cores: 1 | 2
  /** Reads its output. Returns undefined if the output cannot be parsed. */
  read(lines: readonly string[]): Result | undefined
}

export interface Size {
  readonly maxStates: number
  /** Small and big schedules, by engine. */
  readonly schedules: {
    readonly small: readonly [memory: number, sqlite: number]
    readonly big: readonly [memory: number, sqlite: number]
  }
  readonly kills: number
  readonly historySeconds: number
  readonly overloadSeconds: number
  readonly quick: boolean
}

/** Every part, in less than an hour. */
export const WHOLE: Size = {
  maxStates: 250_000,
  schedules: { small: [16_000, 5_000], big: [200, 150] },
  kills: 10,
  historySeconds: 60,
  overloadSeconds: 20,
  quick: false,
}

/** A small version of every part, in less than three minutes. */
export const QUICK: Size = {
  maxStates: 15_000,
  schedules: { small: [600, 300], big: [6, 4] },
  kills: 1,
  historySeconds: 4,
  overloadSeconds: 3,
  quick: true,
}

/** The most schedules of one process. Splitting a run keeps both cores busy until its end. */
const SCHEDULES_A_PROCESS = { small: 2_500, big: 50 }

const SIMULATION = 'test/simulation'

export function tasksOf(size: Size, seed: string): Task[] {
  return [
    ...simulated(size, seed),
    ...explored(size),
    small(size),
    mutated(size),
    ...recorded(size),
    ...overloaded(size),
  ]
}

function explored({ maxStates }: Size): Task[] {
  return scopes.map(({ name }) => ({
    part: 'explorer',
    what: name,
    args: [`${SIMULATION}/explore.ts`, '--scope', name, '--max-states', `${maxStates}`],
    cores: 1,
    read: lines => {
      const [states, violations] = numbersOf(lines, /^(\d+) states, \d+ steps, (\d+) violations/)
      return states === undefined || violations === undefined
        ? undefined
        : { count: states, unit: 'states', bad: violations }
    },
  }))
}

/** Checks the small scopes of the mutations without a mutation: the code must keep their promises. */
function small({ maxStates }: Size): Task {
  return {
    part: 'explorer',
    what: 'small scopes, one rule each',
    args: [`${SIMULATION}/mutations/mutate.ts`, '--sound', '--max-states', `${maxStates}`],
    cores: 1,
    read: lines => {
      const [states, violations] = numbersOf(lines, /^(\d+) states of small scopes, (\d+) violations/)
      return states === undefined || violations === undefined
        ? undefined
        : { count: states, unit: 'states', bad: violations }
    },
  }
}

function simulated({ schedules }: Size, seed: string): Task[] {
  return (['big', 'small'] as const).flatMap(size =>
    (['memory', 'sqlite'] as const).flatMap((engine, index) => {
      const pieces = chunks(schedules[size][index] ?? 0, SCHEDULES_A_PROCESS[size])
      return pieces.map(
        (runs, piece): Task => ({
          part: 'simulator',
          what: `${size} worlds over ${engine}`,
          args: [
            `${SIMULATION}/simulator/simulate.ts`,
            ...[
              '--runs',
              `${runs}`,
              '--seed',
              `${seed}-${engine}-${piece}`,
              '--engine',
              engine,
              '--size',
              size,
              '--workers',
              '1',
            ],
          ],
          cores: 1,
          read: lines => {
            const [done, failed] = numbersOf(lines, /^(\d+) of \d+ \w+ schedules .*: (\d+) failed/)
            return done === undefined || failed === undefined
              ? undefined
              : { count: done, unit: 'schedules', bad: failed }
          },
        }),
      )
    }),
  )
}

function mutated({ quick }: Size): Task {
  return {
    part: 'mutations',
    what: 'planted faults',
    args: [`${SIMULATION}/mutations/mutate.ts`, ...(quick ? ['--quick'] : [])],
    cores: 2,
    read: lines => {
      const [caught, all] = numbersOf(lines, /^(\d+) of (\d+) are caught/)
      return caught === undefined || all === undefined
        ? undefined
        : { count: all, unit: 'faults', bad: all - caught, caught }
    },
  }
}

function recorded({ kills, historySeconds }: Size): Task[] {
  return ENGINES.map(engine => ({
    part: 'history',
    what: `${kills} × kill -9 over ${engine}`,
    args: [
      `${SIMULATION}/history/record.ts`,
      ...['--engine', engine, '--kills', `${kills}`, '--seconds', `${historySeconds}`],
    ],
    cores: 2,
    read: lines => judged(lines, /at (\d+) commands the load ends/, 'commands'),
  }))
}

function overloaded({ overloadSeconds }: Size): Task[] {
  return ENGINES.map(engine => ({
    part: 'overload',
    what: `tenfold overload over ${engine}`,
    args: [`${SIMULATION}/overload/run.ts`, ...['--engine', engine, '--seconds', `${overloadSeconds}`]],
    cores: 2,
    read: lines => judged(lines, /: (?:offered|sent) (\d+) /, 'messages'),
  }))
}

/** Reads the size of a real run, and the verdict of the history checker. */
function judged(lines: readonly string[], pattern: RegExp, unit: string): Result | undefined {
  const [count] = numbersOf(lines, pattern)
  const broken = lines.flatMap(line => /^✗ .*: (\d+) times/.exec(line)?.[1] ?? [])
  const isSound = lines.includes('every promise was kept')
  if (count === undefined || isSound === broken.length > 0) return undefined
  return { count, unit, bad: broken.reduce((sum, times) => sum + Number(times), 0) }
}

/** Reads the numbers of the last line that matches. */
function numbersOf(lines: readonly string[], pattern: RegExp): readonly number[] {
  const found = lines.map(line => pattern.exec(line)).findLast(match => match !== null)
  return found ? found.slice(1).map(Number) : []
}

function chunks(all: number, most: number): number[] {
  const count = Math.ceil(all / most)
  return Array.from({ length: count }, (_, index) => Math.min(most, all - index * most))
}
