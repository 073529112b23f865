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
 * Virtual time and the one queue of everything that is to happen. An event runs, and all that follows from it without
 * waiting for another, before the next one: so a run is its seed's alone.
 */
export class Scheduler {
  now: number
  /** So many events ran. */
  steps = 0
  /** Tells two runs apart. */
  trace: Hash = 0
  /** Where what happens now draws its luck from. */
  current: Random
  /** Events in words, where somebody wants to read them. */
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

  /** When the next event is. */
  get next(): number | undefined {
    return this.#events[0]?.at
  }

  /** Waits for an engine that needs a turn of the real event loop: nothing else happens meanwhile. */
  async whole<T>(work: Promise<T>): Promise<T> {
    this.#busy++
    try {
      return await work
    } finally {
      this.#busy--
    }
  }

  /** Notes something in the trace, and in the story if one is told. */
  tell(text: string): void {
    this.trace = combine(this.trace, hashText(text))
    this.story?.push(`${((this.now - this.#start) / 1000).toFixed(3).padStart(9)}  ${text}`)
  }

  /** Runs what is to happen up to `until`, or all of it. `maxSteps`: more than that never comes to rest. */
  async run({ until = Number.POSITIVE_INFINITY, maxSteps = Number.POSITIVE_INFINITY } = {}): Promise<boolean> {
    const end = this.steps + maxSteps
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
      do await new Promise<void>(resolve => nextTurn(resolve))
      while (this.#busy > 0)
    }
    if (until !== Number.POSITIVE_INFINITY) this.now = Math.max(this.now, until)
    return true
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
