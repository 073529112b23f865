import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { ENGINES } from '../../../local/options.ts'
import { checkHistory } from './check.ts'
import { summary, told } from './report.ts'
import { recordRun } from './run.ts'

const HELP = `Records what clients see of a real Interlude under load and kill -9, and checks it afterwards.

  node test/simulation/history/record.ts --engine sqlite|dynamodb --kills N --seconds S --seed X [--users U] [--out FILE]
`

const Options = z.object({
  engine: z.enum(ENGINES).default('sqlite'),
  kills: z.coerce.number().int().min(0).default(1),
  seconds: z.coerce.number().positive().default(10),
  seed: z.coerce.number().int().default(1),
  users: z.coerce.number().int().min(1).max(12).default(6),
  out: z.string().optional(),
})

const { values } = parseArgs({
  options: Object.fromEntries(
    ['engine', 'kills', 'seconds', 'seed', 'users', 'out'].map(name => [name, { type: 'string' as const }]),
  ),
})
const parsed = Options.safeParse(values)
if (!parsed.success) {
  process.stderr.write(`${z.prettifyError(parsed.error)}\n\n${HELP}`)
  process.exit(2)
}
const { out, ...options } = parsed.data
const progress = (line: string) => process.stdout.write(`${options.engine}: ${line}\n`)
const history = await recordRun({ ...options, progress })
if (out !== undefined) await writeFile(out, JSON.stringify(history))
const begin = performance.now()
const violations = checkHistory(history)
progress(`checked in ${Math.round(performance.now() - begin)} ms`)
console.table({ [options.engine]: summary(history) })
process.stdout.write(`${told(history, violations)}\n`)
process.exit(violations.length === 0 ? 0 : 1)
