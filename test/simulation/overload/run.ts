import { parseArgs } from 'node:util'
import * as z from 'zod'
import { ENGINES } from '../../../local/options.ts'
import { told } from '../history/report.ts'
import { badFigures } from './judge.ts'
import { overload } from './overload.ts'

const Options = z.object({
  engine: z.enum(ENGINES).default('sqlite'),
  seconds: z.coerce.number().positive().max(60).default(5),
  times: z.coerce.number().positive().default(10),
})

const { values } = parseArgs({
  options: { engine: { type: 'string' }, seconds: { type: 'string' }, times: { type: 'string' } },
})
const parsed = Options.safeParse(values)
if (!parsed.success) {
  process.stderr.write(
    `${z.prettifyError(parsed.error)}\n\n  node test/simulation/overload/run.ts --engine sqlite|dynamodb --seconds S --times 10\n`,
  )
  process.exit(2)
}
const { engine } = parsed.data
const { figures, violations, history } = await overload({
  ...parsed.data,
  progress: line => process.stdout.write(`${engine}: ${line}\n`),
})
console.info(figures)
const bad = badFigures(figures)
if (violations.length > 0 || bad.length === 0) process.stdout.write(`${told(history, violations)}\n`)
for (const what of bad) process.stdout.write(`✗ ${what}: 1 times\n`)
process.exit(violations.length + bad.length === 0 ? 0 : 1)
