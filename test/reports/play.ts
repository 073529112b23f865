import { noMetrics } from '../../lib/conversations/counts.ts'
import { execute } from '../../lib/conversations/execute.ts'
import type { Store } from '../../lib/ports/store.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import type { CommandOf, Verb } from '../../lib/session/commands.ts'
import { defaultPolicy, type Policy } from '../../lib/session/policy.ts'
import { type Address, sessionId } from '../../lib/session/session.ts'
import { manualClock, minutes, START, seconds } from '../support/clock.ts'
import { agentSays, userAsksForPerson, userRates } from '../support/commands.ts'
import { addresses } from '../support/people.ts'
import { silentLog, silentSockets } from '../support/silent.ts'

export const ZONE = 'Europe/Berlin'
const DAYS = 60
const DAY_MS = 86_400_000
const QUEUES = ['sales', 'orders', undefined] as const
const AGENTS: readonly Actor[] = ['ana', 'ben', 'eva', 'gil', 'ida'].map(id => ({
  type: 'agent',
  id,
  name: `Agent ${id}`,
}))
const OUTCOMES = ['resolved', 'rejected', 'returned'] as const

/** Numbers from 0 to 1 that are the same in each run. Seeds that follow one another begin far apart. */
function numbers(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

type AnyCommand = { [V in Verb]: CommandOf<V> & { readonly verb: V } }[Verb]

/**
 * Plays `count` handoffs of as many users over 60 days: with transfers, returns to the queue, expiries, ends by the user
 * and by silence, and ratings, some of them on a later day. Returns the users, and the time at the end.
 */
export async function playHandoffs(
  store: Store,
  count: number,
  atOnce: number,
): Promise<{ readonly users: readonly Address[]; readonly now: number }> {
  const clock = manualClock(START)
  const policy: Policy = { ...defaultPolicy, rating: true, reportZone: ZONE, queues: { sales: {}, orders: {} } }
  const policyOf = async () => policy
  const ports = { store, sockets: silentSockets, clock, policyOf, log: silentLog, metrics: noMetrics }
  const users = addresses(count)
  const does = async (who: Address, command: AnyCommand) => {
    for (;;) {
      try {
        await execute(ports, who, command)
        return
      } catch (error) {
        // Clients send a command again while the conversation is busy. A command that comes too late has no effect.
        if (error instanceof InterludeError && error.status === 409) return
        if (!(error instanceof InterludeError) || error.code !== 'session.busy') throw error
      }
    }
  }
  for (let at = 0; at < count; at += atOnce) {
    const group = users.slice(at, at + atOnce).map((who, index) => ({ who, random: numbers(1 + at + index) }))
    const steps = group.map(({ who, random }) => ({ who, commands: storyOf(random) }))
    const longest = Math.max(...steps.map(({ commands }) => commands.length))
    for (let step = 0; step < longest; step++) {
      await Promise.all(
        steps.map(async ({ who, commands }) => {
          const command = commands[step]
          if (command) await does(who, command)
        }),
      )
      clock.advance(seconds(7) + (((at + 1) * (step + 3) * 7_919) % minutes(11)))
    }
    // The silent ones expire, or are idle.
    clock.advance(minutes(65))
    await Promise.all(group.map(({ who }) => does(who, { verb: 'tick' })))
    const rated = group.filter(({ random }) => random() < 0.4)
    await Promise.all(rated.map(({ who, random }) => does(who, userRates(1 + Math.floor(5 * random())))))
    clock.advance(Math.max(0, START + ((at + atOnce) / count) * DAYS * DAY_MS - clock.now()))
  }
  return { users, now: clock.now() }
}

function storyOf(random: () => number): AnyCommand[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const queue = pick(QUEUES)
  const [first, second] = [pick(AGENTS), pick(AGENTS)]
  const begin: AnyCommand[] = [userAsksForPerson(queue === undefined ? {} : { queue })]
  const end: AnyCommand = { verb: 'unpause', by: first, outcome: pick(OUTCOMES) }
  const kind = random()
  if (kind < 0.15) return begin
  if (kind < 0.25) return [{ verb: 'pause', by: first, trigger: 'agent' }, agentSays('hello', { by: first }), end]
  const come: AnyCommand[] = [...begin, { verb: 'claim', by: first }, agentSays('hello', { by: first })]
  if (kind < 0.45) return [...come, end]
  if (kind < 0.55) return [...come, { verb: 'unpause', by: { type: 'user' } }]
  if (kind < 0.7)
    return [
      ...come,
      { verb: 'transfer', by: first, to: second, ofOthers: true },
      agentSays('me now', { by: second }),
      end,
    ]
  const back: AnyCommand = { verb: 'transfer', by: first, ofOthers: true, ...(random() < 0.5 && { queue: 'orders' }) }
  if (kind < 0.8) return [...come, back, agentSays('me now', { by: second }), end]
  if (kind < 0.9) return [...begin, { verb: 'claim', by: first }, back]
  return come
}

/** The logs of users, one after the other. */
export async function logsOf(store: Store, users: readonly Address[]) {
  const logs = []
  for (const who of users) logs.push(await store.entries(sessionId(who), { after: 0, limit: 1_000 }))
  return logs
}
