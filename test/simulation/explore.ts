import { parseArgs } from 'node:util'
import { maria } from '../support/people.ts'
import type { Scope } from './explored-world.ts'
import { treeRoot } from './plant.ts'
import { HEAD, lineOf, storyOf } from './report.ts'
import { scopeNamed, scopes } from './scopes.ts'
import { explore, type Findings, withoutChance } from './search.ts'
import { Stage } from './stage.ts'
import { loadSubject, type Subject } from './subject.ts'

const { values } = parseArgs({
  options: {
    scope: { type: 'string', multiple: true },
    'max-states': { type: 'string', default: '200000' },
    root: { type: 'string', default: treeRoot },
    ills: { type: 'string' },
    order: { type: 'string', default: 'breadth' },
  },
})

const chosen = values.scope ? values.scope.map(scopeNamed) : scopes
const maxStates = Number(values['max-states'])
const order = values.order === 'depth' ? 'depth' : 'breadth'
const ills = values.ills === undefined ? {} : { ills: Number(values.ills) }
const subject = await loadSubject(values.root)

console.log(HEAD)
const all: Findings[] = []
for (const scope of chosen) all.push(await explored(subject, scope))
const sum = (count: (findings: Findings) => number) => all.reduce((before, findings) => before + count(findings), 0)
const broken = all.filter(({ violation }) => violation !== undefined)
console.log(`${sum(each => each.states)} states, ${sum(each => each.transitions)} steps, ${broken.length} violations`)
process.exitCode = broken.length > 0 ? 1 : 0

async function explored(run: Subject, scope: Scope): Promise<Findings> {
  const stage = new Stage(run, scope, maria)
  const onProgress = (states: number, seconds: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${scope.name}: ${states} states, ${seconds.toFixed(0)} s `)
  }
  const findings = await explore(stage, { maxStates, order, ...ills, onProgress })
  console.log(lineOf(findings))
  const { violation } = findings
  if (violation) console.log(await withoutChance(() => storyOf(stage, violation)))
  return findings
}
