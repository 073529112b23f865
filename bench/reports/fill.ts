import type { Store } from '../../lib/ports/store.ts'
import { addDays, daysOf } from '../../lib/reports/days.ts'
import { decide } from '../../lib/session/decide.ts'
import { defaultPolicy } from '../../lib/session/policy.ts'
import { newSession } from '../../lib/session/session.ts'
import type { Counts, Tally } from '../../lib/session/tally.ts'

export const BOT = 'shop'
const QUEUES = ['sales', 'orders', 'returns', undefined] as const
const AGENTS = Array.from({ length: 50 }, (_, n) => ({ id: `agent-${n}`, name: `Agent ${n + 1}` }))
/** A transaction of DynamoDB takes 100 items, and a commit writes others, too. */
const AT_ONCE = 80

/** Numbers from 0 to 1 that are the same in each run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

/**
 * Makes the counters of a year that ends on a day, with `handoffs` handoffs of four queues and 50 agents: as commits would
 * have made them, but summed.
 */
export function* talliesOfYear(to: string, handoffs: number): Generator<Tally> {
  const random = numbers(4_711)
  const days = daysOf(addDays(to, -364), to)
  const cells = days.length * QUEUES.length * (AGENTS.length + 1)
  let left = handoffs
  let open = cells
  for (const day of days) {
    for (const queue of QUEUES) {
      for (const agent of [...AGENTS, undefined]) {
        const ended = open === 1 ? left : Math.min(left, Math.round((left / open) * 2 * random()))
        left -= ended
        open -= 1
        if (ended === 0) continue
        const whose = { day, ...(queue !== undefined && { queue }), ...(agent && { agent }) }
        yield {
          ...whose,
          counts: agent
            ? attended(ended, random)
            : { ended, expired: ended, abandoned: ended, abandonedMs: ended * 1_200_000, h09: ended },
        }
      }
    }
  }
}

/** The counters of handoffs that an agent took. */
function attended(ended: number, random: () => number): Counts {
  const sums: Record<string, number> = { ended, waits: ended, answers: ended, handled: ended }
  const count = (name: string, value = 1) => {
    sums[name] = (sums[name] ?? 0) + value
  }
  for (let n = 0; n < ended; n++) {
    const waitMs = Math.round(-Math.log(1 - random() * 0.999) * 90_000)
    const bucket = [30_000, 60_000, 120_000, 300_000, 900_000, 3_600_000].findIndex(bound => waitMs <= bound)
    const hour = String(Math.min(23, Math.floor(8 + random() * 6 + random() * 5))).padStart(2, '0')
    const end = random()
    count(end < 0.6 ? 'resolved' : end < 0.75 ? 'returned' : end < 0.9 ? 'idle' : end < 0.97 ? 'cancelled' : 'rejected')
    count('waitMs', waitMs)
    count(`wait${bucket < 0 ? 6 : bucket}`)
    count('answerMs', waitMs + 15_000)
    count(`answer${bucket < 0 ? 6 : bucket}`)
    count('handledMs', Math.round(60_000 + random() * 900_000))
    count(`h${hour}`)
    count(`hw${hour}`)
    count(`hm${hour}`, waitMs)
    if (random() < 0.3) count(`stars${Math.ceil(5 * Math.sqrt(random())) || 1}`)
  }
  return sums as Counts
}

/** Adds tallies to the counters of a store, by commits of conversations that have nothing else. */
export async function fill(store: Store, tallies: Iterable<Tally>): Promise<number> {
  let count = 0
  let some: Tally[] = []
  const commit = async () => {
    const session = newSession({ botId: BOT, channel: 'api', userId: `filler-${count}` }, 0)
    const decision = decide(session, { verb: 'note', by: { type: 'agent' }, text: '-' }, 0, defaultPolicy)
    if (!(await store.commit(0, { ...decision, tallies: some }))) throw new Error('the counters are not written')
    count += some.length
    some = []
  }
  for (const tally of tallies) {
    some.push(tally)
    if (some.length === AT_ONCE) await commit()
  }
  if (some.length > 0) await commit()
  return count
}
