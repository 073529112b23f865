import { parseArgs } from 'node:util'
import { ENGINES, type EngineName } from '../local/options.ts'
import { openFolders } from './folders.ts'
import { queueReads } from './handoffs/queue-reads.ts'
import { rush } from './handoffs/rush.ts'
import { type HandoffWorld, openHandoffWorld } from './handoffs/world.ts'
import { type Figure, failuresIn, tableOf } from './report.ts'

const HELP = `Opens handoffs within a minute, with 50 agents online, and measures what a rush must not break:
the notices, the loads of agents, the reads of long queues, and the writes to one item. Takes about five minutes.

  npm run bench:handoffs                       runs over SQLite and over the embedded DynamoDB engine
  npm run bench:handoffs -- --engine sqlite    runs over one engine: sqlite, dynamodb

Exits with 1 if a promise is broken.
`

/** The embedded DynamoDB engine is slower, so its rush and its queues are shorter. */
const SIZES: Readonly<Record<EngineName, { readonly handoffs: number; readonly waiting: readonly number[] }>> = {
  sqlite: { handoffs: 10_000, waiting: [100, 1_000, 10_000] },
  dynamodb: { handoffs: 1_000, waiting: [100, 1_000, 3_000] },
}

const { values } = parseArgs({
  options: { engine: { type: 'string', default: ENGINES.join(',') }, help: { type: 'boolean', default: false } },
})
const engines = ENGINES.filter(name => values.engine.split(',').includes(name))
if (values.help || engines.length === 0) {
  process.stdout.write(HELP)
  process.exit(values.help ? 0 : 2)
}

const folders = await openFolders()
const figures: Figure[] = []
const say = (line: string) => console.log(line)
try {
  for (const engine of engines) {
    const { handoffs, waiting } = SIZES[engine]
    for (const measure of [
      (world: HandoffWorld) => rush(world, engine, handoffs, say),
      (world: HandoffWorld) => queueReads(world, engine, waiting, say),
    ]) {
      const world = await openHandoffWorld(engine, await folders.make(engine))
      try {
        figures.push(...(await measure(world)))
      } finally {
        await world.close()
      }
    }
  }
} finally {
  await folders.removeAll()
}

console.log(`\n${tableOf(figures)}\n`)
const failures = failuresIn(figures)
for (const { engine, what, value } of failures) console.error(`Broken: ${engine}: ${what}: ${value}.`)
if (failures.length > 0) process.exitCode = 1
