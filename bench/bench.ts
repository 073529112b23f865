import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { EngineName } from '../local/options.ts'
import { openFolders } from './folders.ts'
import { fanOut } from './measures/fan-out.ts'
import { inbound } from './measures/inbound.ts'
import { latency } from './measures/latency.ts'
import { reads } from './measures/reads.ts'
import { webhook } from './measures/webhook.ts'
import { type Figure, failuresIn, ratioOf, reaches, tableOf } from './report.ts'
import { openStock, type Stock } from './stock.ts'

const HELP = `Measures Interlude and bare servers in the same run on this machine, and prints one table. Takes about twelve minutes.

  npm run bench                           runs every measure
  npm run bench -- --quick                runs every measure with few sessions and few rounds
  npm run bench -- --only inbound         runs some measures, separated by commas: inbound, latency, reads, fan-out,
                                          webhook
  npm run bench -- --engine sqlite        measures one engine: sqlite, dynamodb
  npm run bench -- --json FILE            also writes the figures as JSON

Run nothing else on the machine meanwhile. Needs about 5 GB in the system's temporary folder, or in INTERLUDE_BENCH_DATA.
Exits with 1 if Interlude does not accept a request of a measure.
`

interface Size {
  /** The small and the large number of stored sessions, by engine. */
  readonly sessions: Readonly<Record<EngineName, readonly [few: number, many: number]>>
  readonly sockets: readonly number[]
  readonly rounds: number
  /** The duration of long load in s. */
  readonly longSeconds: number
  /** Webhooks of Messenger, ten a second. */
  readonly webhooks: number
}

const WHOLE: Size = {
  sessions: { sqlite: [1_000, 1_000_000], dynamodb: [1_000, 100_000] },
  sockets: [100, 1_000, 10_000],
  rounds: 5,
  longSeconds: 60,
  webhooks: 300,
}
const QUICK: Size = {
  sessions: { sqlite: [1_000, 20_000], dynamodb: [1_000, 2_000] },
  sockets: [100, 1_000],
  rounds: 1,
  longSeconds: 5,
  webhooks: 100,
}

const measures: Readonly<Record<string, (stock: Stock, engine: EngineName, size: Size) => Promise<Figure[]>>> = {
  latency: (stock, engine) => latency(stock, engine),
  inbound: (stock, engine, { sessions, rounds, longSeconds }) =>
    inbound(stock, engine, { sessions: sessions[engine], rounds, longSeconds }),
  reads: (stock, engine, { sessions }) => reads(stock, engine, sessions[engine][1]),
  'fan-out': (stock, engine, { sockets }) => fanOut(stock, engine, sockets),
  webhook: (stock, engine, { webhooks }) => webhook(stock, engine, webhooks),
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(measures).join(',') },
    engine: { type: 'string', default: 'sqlite,dynamodb' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const only = values.only.split(',')
const engines = values.engine.split(',')
const unknown = [
  ...only.filter(name => !(name in measures)),
  ...engines.filter(name => name !== 'sqlite' && name !== 'dynamodb'),
]
if (values.help || unknown.length > 0) {
  process.stdout.write(unknown.length > 0 ? `"${unknown[0]}" is neither a measure nor an engine.\n\n${HELP}` : HELP)
  process.exit(unknown.length > 0 ? 2 : 0)
}

const begun = performance.now()
const clock = () => {
  const seconds = Math.floor((performance.now() - begun) / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
const folders = await openFolders()
const figures: Figure[] = []
try {
  const stock = openStock(folders, line => console.log(`[${clock()}] ${line}`))
  const size = values.quick ? QUICK : WHOLE
  for (const engine of engines as EngineName[]) {
    for (const name of only) figures.push(...((await measures[name]?.(stock, engine, size)) ?? []))
  }
} finally {
  await folders.removeAll()
}

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
console.log(`\n${tableOf(figures)}\n\n${machine}, ${new Date().toISOString().slice(0, 10)}, in ${clock()}.`)
const short = figures.filter(figure => reaches(figure) === false)
if (short.length > 0) console.log(`Figures that miss their target: ${short.length}.`)
const failures = failuresIn(figures)
for (const { engine, what, value } of failures) console.error(`Failed: ${engine}: ${what}: ${value}.`)
if (failures.length > 0) process.exitCode = 1
if (values.json !== undefined) {
  const data = figures.map(figure => ({ ...figure, ratio: ratioOf(figure), reached: reaches(figure) }))
  writeFileSync(values.json, `${JSON.stringify({ machine, at: new Date().toISOString(), figures: data }, null, 2)}\n`)
}
