import { combine, type Hash, hashText } from '../hash.ts'
import type { Random } from './random.ts'

interface Event {
  readonly at: number
  readonly order: number
  readonly label: string
  readonly random: Random
  readonly run: () => void
}

const nextTurn = setImmediate

/**
 * Virtual time and the one queue of events. An event runs, with everything that follows from it without waiting for
 * another, before the next one. So the seed alone determines a run.
 */
export class Scheduler {
  now: number
  /** The number of events that ran. */
  steps = 0
  /** A hash that identifies the run. */
  trace: Hash = 0
  /** The random stream of the current event. */
  current: Random
  /** The events in words, if requested. */
  story: string[] | undefined
  readonly #start: number
  #events: Event[] = []
  #order = 0
  #busy = 0

  constructor(start: number, random: Random) {
    this.#start = start
    this.now = start
    this.current = random
  }

  after(ms: number, label: string, random: Random, run: () => void): void {
    this.#push({ at: this.now + Math.ceil(ms), order: this.#order++, label, random, run })
  }

  /** The time of the next event. */
  get next(): number | undefined {
    return this.#events[0]?.at
  }

  /** Waits for an engine that needs the real event loop; no other event runs meanwhile. */
  async whole<T>(work: Promise<T>): Promise<T> {
    this.#busy++
    try {
      return await work
    } finally {
      this.#busy--
    }
  }

  /** Adds a text to the trace, and to the story if there is one. */
  tell(text: string): void {
    this.trace = combine(this.trace, hashText(text))
    this.story?.push(`${((this.now - this.#start) / 1000).toFixed(3).padStart(9)}  ${text}`)
  }

  /** Runs the events up to `until`, or all. Returns false after `maxSteps`, when the run never comes to rest. */
  async run({ until = Number.POSITIVE_INFINITY, maxSteps = Number.POSITIVE_INFINITY } = {}): Promise<boolean> {
    const end = this.steps + maxSteps
    // Work that began outside an event may need some turns before it adds its first one.
    await this.#settle()
    for (;;) {
      const event = this.#events[0]
      if (!event || event.at > until) break
      if (this.steps >= end) return false
      this.#pop()
      this.steps++
      this.now = Math.max(this.now, event.at)
      this.current = event.random
      this.trace = combine(this.trace, event.at + hashText(event.label))
      event.run()
      await this.#settle()
    }
    if (until !== Number.POSITIVE_INFINITY) this.now = Math.max(this.now, until)
    return true
  }

  async #settle(): Promise<void> {
    do await new Promise<void>(resolve => nextTurn(resolve))
    while (this.#busy > 0)
  }

  #push(event: Event): void {
    const heap = this.#events
    let index = heap.push(event) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(event, heap[parent] as Event)) break
      heap[index] = heap[parent] as Event
      index = parent
    }
    heap[index] = event
  }

  #pop(): void {
    const heap = this.#events
    const last = heap.pop() as Event
    if (heap.length === 0) return
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Event, heap[child] as Event)) child++
      if (!isBefore(heap[child] as Event, last)) break
      heap[index] = heap[child] as Event
      index = child
    }
    heap[index] = last
  }
}

function isBefore(one: Event, two: Event): boolean {
  return one.at < two.at || (one.at === two.at && one.order < two.order)
}
