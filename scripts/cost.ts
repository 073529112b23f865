import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { billOf } from './cost/bill.ts'
import { type Assumptions, monthsOf, USUAL } from './cost/months.ts'
import { PRICED_IN, PRICED_ON, PRICES } from './cost/prices.ts'
import { dollars, feedLine, kindsTable, monthTable, pricesTable } from './cost/print.ts'
import { standingOf } from './cost/standing.ts'
import { sensitivitiesOf, TARGETS } from './cost/targets.ts'
import { record, Trace } from './cost/trace.ts'

const HELP = `Computes the cost of a month on AWS from a recorded trace of a real run and a dated table of prices. See docs/cost.md.

  npm run cost                      uses the trace of the repository
  npm run cost -- --record          records a new run first, and writes docs/cost/trace.json
  npm run cost -- --bot-ms 2000     sets the time of the bot's answer in ms (default ${USUAL.botMs})
  npm run cost -- --stretch 5       multiplies every recorded time by 5
  npm run cost -- --json FILE       also writes the result as JSON
  npm run cost -- --prices          prints the table of prices
`
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const TRACE_FILE = `${ROOT}docs/cost/trace.json`

const { values } = parseArgs({
  options: {
    record: { type: 'boolean', default: false },
    prices: { type: 'boolean', default: false },
    'bot-ms': { type: 'string', default: String(USUAL.botMs) },
    stretch: { type: 'string', default: String(USUAL.stretch) },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
if (values.prices) {
  console.log(pricesTable())
  process.exit(0)
}

const assumed: Assumptions = {
  ...USUAL,
  botMs: numberOf('bot-ms', values['bot-ms']),
  stretch: numberOf('stretch', values.stretch),
}
if (values.record) writeFileSync(TRACE_FILE, `${JSON.stringify(await record(), null, 2)}\n`)
const trace = Trace.parse(JSON.parse(readFileSync(TRACE_FILE, 'utf8')))
const standing = await standingOf(ROOT)
const months = monthsOf(trace.usual, standing, assumed)
const bills = months.map(({ usage }) => billOf(usage))

console.log(`Recorded on ${trace.recordedOn}, Node ${trace.node}; prices of ${PRICED_IN}, ${PRICED_ON}.\n`)
console.log(`${kindsTable(trace.usual)}\n\n${feedLine(trace.usual)}\n`)
for (const [index, month] of months.entries()) {
  const bill = bills[index]
  if (bill) console.log(`${monthTable(month, bill)}\n`)
}
for (const line of sensitivitiesOf(trace, standing, assumed)) console.log(line)
const missed = TARGETS.filter(({ month, most }) => (bills[month]?.withFree ?? 0) > most)
for (const { month, most } of TARGETS) {
  console.log(`${months[month]?.name}: ${dollars(bills[month]?.withFree ?? 0)}, limit ${dollars(most)}.`)
}
if (values.json !== undefined) {
  const result = {
    recordedOn: trace.recordedOn,
    pricedOn: PRICED_ON,
    pricedIn: PRICED_IN,
    assumed,
    prices: PRICES,
    months: months.map((month, index) => ({ ...month, ...bills[index] })),
  }
  writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
}
process.exitCode = missed.length === 0 ? 0 : 1

function numberOf(name: string, text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value >= 0) return value
  console.error(`--${name} needs a number, not "${text}"`)
  process.exit(2)
}
