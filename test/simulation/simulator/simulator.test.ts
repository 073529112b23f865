import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campaign, type Tally } from './campaign.ts'
import { plant, planted } from './faults.ts'
import { makePlan } from './make-plan.ts'
import { loadModules, type Modules } from './modules.ts'
import type { Size } from './plan.ts'
import { run } from './run.ts'
import { kindOf, shrink, tell } from './shrink.ts'
import type { StoreName } from './simulated-world.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
let modules: Modules
let copies: string

beforeAll(async () => {
  modules = await loadModules(root)
  copies = mkdtempSync(join(tmpdir(), 'interlude-simulator-'))
})

afterAll(() => rmSync(copies, { recursive: true, force: true }))

describe('a run of the simulator', () => {
  it.each(['memory', 'sqlite'] as const)('is determined by its seed, over %s', async engine => {
    const plan = makePlan('twice-3', 'small')
    const [one, two] = [await run(plan, modules, engine), await run(plan, modules, engine)]
    const other = await run(makePlan('twice-4', 'small'), modules, engine)

    expect(two).toEqual(one)
    expect(other.trace).not.toBe(one.trace)
  })
})

describe('the unchanged code', () => {
  const schedules: [StoreName, Size, number][] = [
    ['memory', 'small', 300],
    ['sqlite', 'small', 150],
    ['memory', 'big', 6],
    ['sqlite', 'big', 3],
  ]
  it.each(schedules)(
    'keeps every promise over %s, in %s worlds, in %i schedules',
    { timeout: 300_000 },
    async (engine, size, runs) => {
      const { failures } = await campaign({ seed: 'test', runs, engine, size }, modules)
      const [first] = failures
      const story =
        first &&
        (await tell(await shrink(makePlan(first.seed, size), first.kind, modules, engine, 60), modules, engine))

      expect(story).toBeUndefined()
    },
  )
})

describe('the simulator', () => {
  it.each(planted.map((fault, index) => ({ ...fault, index })))(
    'finds the planted fault: $name',
    { timeout: 300_000 },
    async fault => {
      const broken = await loadModules(plant(root, join(copies, `fault-${fault.index}`), fault))
      const engine = fault.file.includes('sqlite') ? 'sqlite' : 'memory'
      const found: Tally = await campaign(
        { seed: 'fault', runs: 100, engine, size: 'small' },
        broken,
        so => so.failures.length === 0,
      )

      expect(found.failures).toHaveLength(1)
    },
  )

  it('finds nothing in a copy without a fault', { timeout: 300_000 }, async () => {
    const sound = await loadModules(plant(root, join(copies, 'sound')))
    const { failures } = await campaign({ seed: 'fault', runs: 40, engine: 'memory', size: 'small' }, sound)

    expect(failures).toEqual([])
  })

  it('shrinks a failing run to less than a third of its operations', { timeout: 300_000 }, async () => {
    const fault = planted[0]!
    const broken = await loadModules(plant(root, join(copies, 'short'), fault))
    const { failures } = await campaign(
      { seed: 'fault', runs: 100, engine: 'memory', size: 'small' },
      broken,
      so => so.failures.length === 0,
    )
    const { seed, kind } = failures[0]!
    const before = makePlan(seed, 'small')
    const after = await shrink(before, kind, broken, 'memory', 150)
    const { complaints } = await run(after, broken, 'memory')

    expect(after.ops.length).toBeLessThan(before.ops.length / 3)
    expect(complaints.map(kindOf)).toContain(kind)
  })
})
