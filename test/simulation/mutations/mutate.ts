import { parseArgs } from 'node:util'
import { scopes } from '../scopes.ts'
import type { Ground } from './hunt.ts'
import { mutations } from './mutations.ts'
import { smallScopes } from './scopes.ts'
import { type Trial, tryAll, tryLimits, trySound } from './try-all.ts'

/**
 * Plants each fault and searches for it: `node test/simulation/mutations/mutate.ts`. `--only <part of a name>` selects
 * some, `--story` prints the traces, `--survey` searches everywhere and not only where the fault shows first, `--quick`
 * selects those that are found in a moment, `--markdown` prints a table, `--sound` searches the unchanged code, which
 * must keep all promises, `--limits` prints how the limits of the promises happen.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    story: { type: 'boolean', default: false },
    survey: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
    quick: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    limits: { type: 'boolean', default: false },
    sound: { type: 'boolean', default: false },
    'max-states': { type: 'string', default: '200000' },
    json: { type: 'boolean', default: false },
  },
})

const everywhere: Ground[] = [
  ...[...smallScopes, ...scopes].map(({ name }) => ({ scope: name, maxStates: 20_000 })),
  { schedules: 'memory', runs: 300 },
]
const { only } = values
if (values.limits) for (const { ground, story } of await tryLimits()) console.log(`${ground}\n${story}\n`)
else if (values.sound) await lookAtTheCodeAsItIs()
else await lookAtMutations()

async function lookAtTheCodeAsItIs(): Promise<void> {
  const found = await trySound({ maxStates: Number(values['max-states']) })
  for (const { ground, count, ms, complaint = 'sound' } of found) {
    console.log(`${ground}: ${complaint} (${count} states, ${ms.toFixed(0)} ms)`)
  }
  const states = found.reduce((sum, { count }) => sum + count, 0)
  const broken = found.filter(({ complaint }) => complaint !== undefined)
  console.log(`${states} states of small scopes, ${broken.length} violations`)
  process.exitCode = found.some(({ complaint }) => complaint !== undefined) ? 1 : 0
}

async function lookAtMutations(): Promise<void> {
  const all = values.quick ? mutations.filter(({ quick }) => quick === true) : mutations
  const chosen = only ? all.filter(({ name }) => only.some(part => name.includes(part))) : all
  const trials = await tryAll(chosen, {
    workers: Number(values.workers),
    ...(values.survey && { grounds: everywhere }),
    heard: trial => {
      if (values.markdown) return
      if (values.json) console.log(JSON.stringify(trial))
      else if (!values.survey || trial.hunted.complaint !== undefined) tell(trial)
    },
  })
  const caught = new Set(trials.filter(({ hunted }) => hunted.complaint !== undefined).map(({ mutation }) => mutation))
  if (values.markdown) console.log(markdownOf(trials))
  if (!values.json) console.log(`${caught.size} of ${chosen.length} are caught`)
  process.exitCode = caught.size < chosen.length ? 1 : 0
}

function tell({ mutation, hunted }: Trial): void {
  const { complaint = 'NOT CAUGHT', count, unit, ms, ground, story } = hunted
  console.log(
    `${mutation.rule.padEnd(14)} ${mutation.name}\n    ${complaint} (${ground}: ${count} ${unit}, ${ms.toFixed(0)} ms)`,
  )
  if (values.story && story !== undefined) console.log(story.replace(/^/gm, '    '))
}

function markdownOf(trials: readonly Trial[]): string {
  const rows = trials.map(({ mutation, hunted: { complaint = '**not caught**', ground, count, unit, ms } }) => {
    const cells = [mutation.rule, mutation.name, complaint, ground, `${count} ${unit}`, `${ms.toFixed(0)}`]
    return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return ['| rule | planted | broken promise | where | after | ms |', '|---|---|---|---|---|---|', ...rows].join('\n')
}
