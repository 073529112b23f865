import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { PARTS, type PartName, QUICK, tasksOf, WHOLE } from './prove/parts.ts'
import { type Done, runAll } from './prove/run.ts'

const HELP = `Runs the simulation on the current code, on two cores, and prints one table. Fails if the code breaks a promise, or if the
checkers miss a planted fault. See docs/proof.md.

  npm run prove                        runs every part, in less than an hour
  npm run prove -- --quick             runs a small version of every part, in less than three minutes
  npm run prove -- --only explorer     runs some parts, separated by commas: ${PARTS.join(', ')}
  npm run prove -- --seed NAME         seeds other schedules of the simulator
  npm run prove -- --json FILE         also writes the result as JSON
`
/** The least number of states that the explorer must visit. */
const MIN_STATES = 1_000_000

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    seed: { type: 'string', default: 'prove' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
const parts = partsOf(values.only)
const size = values.quick ? QUICK : WHOLE
const tasks = tasksOf(size, values.seed).filter(({ part }) => parts.includes(part))
const abort = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => abort.abort())

const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000
const done = await runAll(tasks, line => console.log(`[${clock(seconds())}] ${line}`), abort.signal)
const rows = summed(done)
const states = sumOf(rows.filter(({ part }) => part === 'explorer'))
const tooFew = !size.quick && parts.includes('explorer') && states < MIN_STATES
const isProven = rows.every(({ bad }) => bad === 0) && !abort.signal.aborted && !tooFew

for (const { part, what, output } of done) if (output !== undefined) console.log(`\n— ${part}, ${what} —\n${output}`)
console.log(`\n${table(rows)}\n`)
if (tooFew) console.log(`The explorer saw ${states} states, fewer than the required ${MIN_STATES}.`)
console.log(isProven ? `PASSED in ${clock(seconds())}.` : `FAILED after ${clock(seconds())}.`)
if (values.json !== undefined) {
  const result = {
    proven: isProven,
    quick: size.quick,
    seconds: Math.round(seconds()),
    rows: rows.map(({ output: _output, ...row }) => row),
  }
  writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
}
process.exitCode = isProven ? 0 : 1

function partsOf(only: readonly string[] | undefined): readonly PartName[] {
  if (!only) return PARTS
  const names = only.flatMap(each => each.split(','))
  const unknown = names.find(name => !PARTS.some(part => part === name))
  if (unknown !== undefined) {
    process.stderr.write(`There is no part "${unknown}".\n\n${HELP}`)
    process.exit(2)
  }
  return PARTS.filter(part => names.includes(part))
}

/** Sums pieces of the same work into one line, in the order of the parts. */
function summed(all: readonly Done[]): Done[] {
  const rows = new Map<string, Done>()
  for (const each of all) {
    const key = `${each.part} ${each.what}`
    const before = rows.get(key)
    const { count, seconds: took, bad } = before ?? { count: 0, seconds: 0, bad: 0 }
    rows.set(key, { ...each, count: count + each.count, seconds: took + each.seconds, bad: bad + each.bad })
  }
  return [...rows.values()].sort((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part))
}

function sumOf(all: readonly Done[]): number {
  return all.reduce((sum, { count }) => sum + count, 0)
}

function table(all: readonly Done[]): string {
  const lines = all.map(({ part, what, count, unit, seconds: took, bad, caught }) => [
    part,
    what,
    `${count.toLocaleString('en')} ${unit}`,
    took.toFixed(0),
    caught === undefined ? `${bad} violations` : `${caught} of ${count} caught`,
  ])
  const totals = PARTS.filter(part => all.filter(row => row.part === part).length > 1).map(part => {
    const rowsOf = all.filter(row => row.part === part)
    const took = rowsOf.reduce((sum, row) => sum + row.seconds, 0)
    const bad = rowsOf.reduce((sum, row) => sum + row.bad, 0)
    return [
      part,
      'total',
      `${sumOf(rowsOf).toLocaleString('en')} ${rowsOf[0]?.unit ?? ''}`,
      took.toFixed(0),
      `${bad} violations`,
    ]
  })
  const head = ['part', 'task', 'count', 'seconds', 'result']
  const every = [head, ...lines, ...totals]
  const widths = head.map((_, column) => Math.max(...every.map(line => line[column]?.length ?? 0)))
  const shown = (line: readonly string[]) =>
    `| ${line.map((cell, column) => (column === 2 || column === 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`
  return [shown(head), rule, ...lines.map(shown), ...(totals.length > 0 ? [rule, ...totals.map(shown)] : [])].join('\n')
}

function clock(all: number): string {
  const minutes = Math.floor(all / 60)
  return `${minutes}:${String(Math.floor(all % 60)).padStart(2, '0')}`
}
