import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openDynamoStore } from '../lib/dynamo/store.ts'
import type { Store } from '../lib/ports/store.ts'
import { readReport } from '../lib/reports/read-report.ts'
import { openSqliteStore } from '../lib/sqlite/store.ts'
import { openDynamoEngine } from '../local/engines/dynamodb.ts'
import { ENGINES, type EngineName } from '../local/options.ts'
import { openFolders } from './folders.ts'
import { BOT, fill, talliesOfYear } from './reports/fill.ts'
import { median, timed } from './stats.ts'

const HELP = `Fills the counters of a year of 1,000,000 handoffs, and measures how long a report of it takes.

  npm run bench:reports                          over SQLite and over the embedded DynamoDB engine
  npm run bench:reports -- --engine sqlite       over one engine: sqlite, dynamodb
  npm run bench:reports -- --handoffs 100000     with fewer handoffs

Exits with 1 if a year takes more than 50 ms over SQLite.
`
const LIMIT_MS = 50
const READS = 21
const DAY_MS = 86_400_000

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: ENGINES.join(',') },
    handoffs: { type: 'string', default: '1000000' },
    help: { type: 'boolean', default: false },
  },
})
const engines = ENGINES.filter(name => values.engine.split(',').includes(name))
if (values.help || engines.length === 0) {
  process.stdout.write(HELP)
  process.exit(values.help ? 0 : 2)
}

const folders = await openFolders()
const handoffs = Number(values.handoffs)
const now = Date.now()
const today = new Date(now).toISOString().slice(0, 10)
const from = new Date(now - 364 * DAY_MS).toISOString().slice(0, 10)

async function open(engine: EngineName): Promise<{ store: Store; close(): Promise<void> }> {
  const folder = await folders.make(engine)
  if (engine === 'sqlite') {
    const store = openSqliteStore({ path: join(folder, 'interlude.db') })
    return { store, close: async () => store.close() }
  }
  const running = await openDynamoEngine({ directory: folder, table: 'interlude', environment: {} })
  return { store: openDynamoStore({ client: running.documents, table: running.table }), close: () => running.close() }
}

async function measure(engine: EngineName): Promise<void> {
  const { store, close } = await open(engine)
  try {
    const counters = await fill(store, talliesOfYear(today, handoffs))
    const wanted = (days: number) => ({ from: days === 1 ? today : from, to: today, timeZone: 'UTC', now })
    const first = performance.now()
    const report = await readReport(store, BOT, wanted(365))
    const firstMs = performance.now() - first
    if (report.totals.handoffs !== handoffs) throw new Error(`${report.totals.handoffs} of ${handoffs} are counted`)
    const yearMs = median([...(await timed(READS, () => readReport(store, BOT, wanted(365))))])
    const dayMs = median([...(await timed(READS, () => readReport(store, BOT, wanted(1))))])
    const ms = (value: number) => `${value.toFixed(1)} ms`
    console.log(`${engine}: ${counters} counters of ${handoffs} handoffs`)
    console.log(`  first read of the year, which summarises it   ${ms(firstMs)}`)
    console.log(
      `  each later read of the year, median           ${ms(yearMs)}   1/${Math.round(firstMs / yearMs)} of the first`,
    )
    console.log(
      `  read of today alone, median                   ${ms(dayMs)}   a year takes ${(yearMs / dayMs).toFixed(1)} times as long`,
    )
    if (engine === 'sqlite' && yearMs > LIMIT_MS) process.exitCode = 1
  } finally {
    await close()
  }
}

try {
  for (const engine of engines) await measure(engine)
} finally {
  await folders.removeAll()
}
