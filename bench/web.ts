import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { buildIfNeeded } from '../local/web/build.ts'
import { openFolders } from './folders.ts'
import { firstLoad } from './web/first-load.ts'
import { list } from './web/list.ts'
import { long } from './web/long.ts'
import { message } from './web/message.ts'
import { holds, type Line, tableOf } from './web/report.ts'
import { sizes } from './web/sizes.ts'
import { openStage, type Stage } from './web/stage.ts'
import { team } from './web/team.ts'

const HELP = `Measures the console and the widget in a browser on this machine, and prints one table. Takes about fifteen minutes. Exits with
code 1 if a figure exceeds its limit.

  npm run bench:web                       runs every measure
  npm run bench:web -- --quick            runs every measure with few conversations, few entries and few rounds
  npm run bench:web -- --only list        runs some measures, separated by commas: sizes, first-load, message, list,
                                          long, team
  npm run bench:web -- --json FILE        also writes the figures as JSON

Run nothing else on the machine meanwhile. Needs about 1 GB in the system's temporary folder, or in INTERLUDE_BENCH_DATA.
`

interface Size {
  readonly conversations: number
  /** Entries of the long conversation. */
  readonly entries: number
  /** How often to open a page or a conversation. */
  readonly runs: number
  readonly messages: number
}

const WHOLE: Size = { conversations: 100_000, entries: 50_000, runs: 7, messages: 200 }
const QUICK: Size = { conversations: 2_000, entries: 2_000, runs: 3, messages: 50 }

const measures: Readonly<Record<string, (stage: Stage, size: Size) => Promise<Line[]>>> = {
  sizes: () => sizes(),
  'first-load': firstLoad,
  message,
  list: stage => list(stage),
  long,
  team,
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(measures).join(',') },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const only = values.only.split(',')
const unknown = only.find(name => !(name in measures))
if (values.help || unknown !== undefined) {
  process.stdout.write(unknown === undefined ? HELP : `There is no measure "${unknown}".\n\n${HELP}`)
  process.exit(unknown === undefined ? 0 : 2)
}

const begun = performance.now()
const clock = () => {
  const seconds = Math.floor((performance.now() - begun) / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
const say = (line: string) => console.log(`[${clock()}] ${line}`)
const size = values.quick ? QUICK : WHOLE
const built = await buildIfNeeded({ building: () => say('building the pages') })
if (built.status === 'failed') throw new Error(`the build of the pages failed:\n${built.output}`)
const folders = await openFolders()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void folders.removeAll().finally(() => process.exit(130)))
}
const lines: Line[] = []
try {
  const stage = await openStage(await folders.make('web'), size.conversations, say)
  try {
    for (const name of only) lines.push(...((await measures[name]?.(stage, size)) ?? []))
  } finally {
    await stage.close()
  }
} finally {
  await folders.removeAll()
}

const load = loadavg().map(each => each.toFixed(1))
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
console.log(
  `\n${tableOf(lines)}\n\n${machine}, load ${load.join(' ')}, ${new Date().toISOString().slice(0, 10)}, in ${clock()}.`,
)
if (values.json !== undefined) {
  const data = lines.map(line => ({ ...line, held: holds(line) }))
  writeFileSync(
    values.json,
    `${JSON.stringify({ machine, load, at: new Date().toISOString(), lines: data }, null, 2)}\n`,
  )
}
const short = lines.filter(line => holds(line) === false)
if (short.length > 0) {
  console.log(`Figures over their limit: ${short.length}.`)
  process.exitCode = 1
}
