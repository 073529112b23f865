import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { noMetrics } from '../../lib/conversations/counts.ts'
import { execute } from '../../lib/conversations/execute.ts'
import { openMemoryStore } from '../../lib/memory/store.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import type { CommandOf, Verb } from '../../lib/session/commands.ts'
import { defaultPolicy } from '../../lib/session/policy.ts'
import { countedAgentOf } from '../../lib/session/seats.ts'
import { sessionId } from '../../lib/session/session.ts'
import { manualClock, minutes } from '../support/clock.ts'
import { addresses } from '../support/people.ts'
import { silentLog, silentSockets } from '../support/silent.ts'

const SEED = Number(process.env.SEED ?? 20_260_101)
const RUNS = 1_000
const CAPACITY = 2
const agents: readonly Actor[] = ['ana', 'ben', 'eva'].map(id => ({ type: 'agent', id }))
const users = addresses(8)

interface Step {
  readonly act: (typeof ACTS)[number]
  readonly user: number
  readonly by: number
  readonly to: number
  /** How many of the steps that follow run at the same time as this one. */
  readonly together: boolean
}
const ACTS = [
  'asks',
  'pauses',
  'claims',
  'says',
  'says elsewhere',
  'transfers',
  'releases',
  'declines',
  'ends',
  'user ends',
  'waits',
] as const

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...ACTS),
  user: fc.nat(users.length - 1),
  by: fc.nat(agents.length - 1),
  to: fc.nat(agents.length - 1),
  together: fc.boolean(),
})

type AnyCommand = { [V in Verb]: CommandOf<V> & { readonly verb: V } }[Verb]

function commandOf({ act, by: n, to: m }: Step): AnyCommand {
  const [by, to] = [agents[n] as Actor, agents[m] as Actor]
  const message = { type: 'text', text: 'hello' } as const
  switch (act) {
    case 'asks':
      return { verb: 'pause', by: { type: 'user' }, trigger: 'user' }
    case 'pauses':
      return { verb: 'pause', by, trigger: 'agent' }
    case 'claims':
      return { verb: 'claim', by }
    case 'says':
      return { verb: 'say', by, message, ifHeld: true }
    case 'says elsewhere':
      return { verb: 'say', by, message, sentElsewhere: { pauses: true } }
    case 'transfers':
      return { verb: 'transfer', by, to, ofOthers: n === 0 }
    case 'releases':
      return { verb: 'transfer', by: { type: 'system' }, from: to.id ?? '', inFront: true, ofOthers: true }
    case 'declines':
      return { verb: 'decline', by, reason: 'no time' }
    case 'ends':
      return { verb: 'unpause', by }
    case 'user ends':
      return { verb: 'unpause', by: { type: 'user' } }
    case 'waits':
      return { verb: 'tick' }
    default:
      return act satisfies never
  }
}

async function play(steps: readonly Step[]): Promise<void> {
  const store = openMemoryStore()
  const clock = manualClock()
  const policy = { ...defaultPolicy, capacity: CAPACITY }
  const policyOf = async () => policy
  const ports = { store, sockets: silentSockets, clock, policyOf, log: silentLog, metrics: noMetrics }

  const carryOut = async (each: Step) => {
    if (each.act === 'waits') clock.advance(minutes(each.by === 0 ? 70 : 9))
    try {
      await execute(ports, users[each.user]!, commandOf(each))
    } catch (error) {
      if (!(error instanceof InterludeError) || error.status !== 409) throw error
    }
  }
  let group: Step[] = []
  for (const each of steps) {
    group.push(each)
    if (each.together) continue
    await Promise.all(group.map(carryOut))
    group = []
    await check(store)
  }
  await Promise.all(group.map(carryOut))
  await check(store)
  store.close()
}

/** Each agent's load is the number of their conversations, and no agent has more than they may have. */
async function check(store: ReturnType<typeof openMemoryStore>): Promise<void> {
  const sessions = await Promise.all(users.map(async user => (await store.load(sessionId(user)))?.session))
  const held = sessions.flatMap(session => (session ? (countedAgentOf(session) ?? []) : []))
  for (const { id = '' } of agents) {
    const agent = await store.agent({ botId: 'shop', agentId: id })
    const has = held.filter(each => each === id).length
    expect(agent?.load ?? 0).toBe(has)
    expect(has).toBeLessThanOrEqual(CAPACITY)
  }
}

it(`counts each agent's conversations, and never exceeds a capacity, through ${RUNS} random stories (SEED=${SEED})`, {
  timeout: 120_000,
}, async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 50, size: 'max' }), play), {
    numRuns: RUNS,
    seed: SEED,
  })
})
