import type { Modules } from './modules.ts'
import { noFaults, type Plan } from './plan.ts'
import { type Outcome, run } from './run.ts'
import type { StoreName } from './simulated-world.ts'

/** The kind of a complaint, without ids and numbers. */
export function kindOf(complaint: string): string {
  return (
    complaint
      .split('\n', 1)[0]
      ?.replace(/[a-z]+_[\w-]{10,}/g, '…')
      .replace(/\d+/g, '#')
      .slice(0, 160) ?? ''
  )
}

/**
 * Shrinks a failing plan while it fails in the same way: removes faults, outages, readers, then operations, in ever
 * smaller pieces. Ends after `maxRuns` runs with the smallest plan found.
 */
export async function shrink(
  plan: Plan,
  kind: string,
  modules: Modules,
  engine: StoreName,
  maxRuns = 300,
): Promise<Plan> {
  let smallest = plan
  let runs = 0
  const fails = async (smaller: Plan) => {
    if (++runs > maxRuns) return false
    const { complaints } = await run(smaller, modules, engine)
    if (!complaints.some(complaint => kindOf(complaint) === kind)) return false
    smallest = smaller
    return true
  }
  const tail = async () => {
    const { at } = smallest.ops.at(-1) ?? { at: 0 }
    await fails({ ...smallest, outages: smallest.outages.filter(({ from }) => from <= at) })
  }

  await fails({ ...smallest, faults: noFaults })
  await fails({ ...smallest, outages: [] })
  await fails({ ...smallest, readers: 1 })
  for (let before = -1; before !== smallest.ops.length && runs < maxRuns; ) {
    before = smallest.ops.length
    for (let size = Math.ceil(before / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      // From the end: late operations matter least for earlier ones.
      for (let end = smallest.ops.length; end > 0; end -= size) {
        const start = Math.max(end - size, 0)
        await fails({ ...smallest, ops: [...smallest.ops.slice(0, start), ...smallest.ops.slice(end)] })
      }
    }
    for (const name of Object.keys(noFaults)) {
      if (smallest.faults[name as keyof typeof noFaults] === 0) continue
      await fails({ ...smallest, faults: { ...smallest.faults, [name]: 0 } })
    }
    if (smallest.skewMs > 0) await fails({ ...smallest, skewMs: 0 })
    await tail()
  }
  return smallest
}

/** A run as a readable story: the complaints, the world, and the events. */
export async function tell(plan: Plan, modules: Modules, engine: StoreName): Promise<string> {
  const outcome: Outcome = await run(plan, modules, engine, { story: true })
  const faults = Object.entries(plan.faults).filter(([, rate]) => rate > 0)
  const used = new Set(plan.ops.flatMap(op => ('of' in op ? [op.of] : [])))
  return [
    `seed ${plan.seed} over ${engine}: ${plan.ops.length} operations, ${used.size} conversations, ${plan.readers} readers${plan.alone ? ', one machine' : ''}`,
    ...plan.bots.map(({ id, mode, turns, timeoutMs }) => `  ${id}: ${mode}, ${turns}, ${timeoutMs} ms`),
    ...[...used].map(
      of =>
        `  ${plan.conversations[of]?.user} talks with bot${plan.conversations[of]?.bot} on ${plan.conversations[of]?.channel}`,
    ),
    ...(faults.length > 0
      ? [`  by chance: ${faults.map(([name, rate]) => `${name} ${rate.toFixed(3)}`).join(', ')}`]
      : []),
    ...plan.outages.map(({ of, how, from, to }) => `  ${of} ${how} from ${from} to ${to} ms`),
    '',
    ...outcome.story,
    '',
    ...outcome.complaints.map(complaint => `BROKEN  ${complaint}`),
  ].join('\n')
}
