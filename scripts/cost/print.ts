import { type Bill, billOf } from './bill.ts'
import { addCounts, type Counts, FUNCTIONS, noCounts } from './counts.ts'
import { handoffOf, type Month, USUAL, usageOf } from './months.ts'
import { METERS, PRICED_IN, PRICED_ON, PRICES } from './prices.ts'
import { KINDS } from './story.ts'
import { type Kinds, oneOf } from './trace.ts'

/** Formats a table as Markdown, so that pages can quote the output. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, 3, ...rows.map(row => (row[column] ?? '').length)))
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** Formats the counts of one event of each kind, and of a whole handoff, with the cost without the free tier. */
export function kindsTable(counted: Kinds): string {
  const named: readonly (readonly [string, Counts])[] = [
    ...KINDS.map(kind => [kind, oneOf(counted, kind)] as const),
    ['a handoff, with 4 messages each way', handoffOf(counted)],
  ]
  const rows = named.map(([kind, one]) => {
    const invocations = FUNCTIONS.reduce((total, name) => total + (one.lambda[name]?.invocations ?? 0), 0)
    const ms = FUNCTIONS.reduce((total, name) => total + (one.lambda[name]?.ms ?? 0), 0)
    return [
      kind,
      plain(one.readUnits),
      plain(one.tableWriteUnits),
      plain(one.indexWriteUnits),
      plain(invocations),
      plain(ms),
      plain(one.httpRequests),
      plain(one.socketMessages),
      plain(one.publishes),
      `$${(billOf(usageOf(one, USUAL)).whole * 1e6).toFixed(2)}`,
    ]
  })
  return table(
    [
      'event',
      'reads',
      'table writes',
      'index writes',
      'invocations',
      'ms',
      'HTTP',
      'socket',
      'SNS',
      'cost per million',
    ],
    rows,
  )
}

export function monthTable({ name }: Month, bill: Bill): string {
  const share = (of: number) => (bill.withFree > 0 ? `${((of / bill.withFree) * 100).toFixed(0)} %` : '')
  const rows = bill.lines.map(({ meter, used, whole, withFree }) => [
    PRICES[meter].name,
    `${plain(used)} ${PRICES[meter].unit}`,
    dollars(whole),
    dollars(withFree),
    share(withFree),
  ])
  const total = ['**total**', '', `**${dollars(bill.whole)}**`, `**${dollars(bill.withFree)}**`, '']
  return `${name}\n\n${table(['meter', 'used', 'without free tier', 'with free tier', 'share'], [...rows, total])}`
}

/** Formats the invocations of the stream's two functions per record. */
export function feedLine(counted: Kinds): string {
  const sum = noCounts()
  for (const kind of KINDS) addCounts(sum, oneOf(counted, kind))
  const of = (name: 'dispatch' | 'live') => {
    const { invocations, ms } = sum.lambda[name] ?? { invocations: 0, ms: 0 }
    return `${name} ${(invocations / sum.streamRecords).toFixed(2)} invocations of ${(ms / invocations).toFixed(1)} ms`
  }
  return `Per record of the stream: ${of('dispatch')}, ${of('live')}.`
}

export function pricesTable(): string {
  const how = { aws: 'AWS', others: 'other pages', no: 'not confirmed' }
  const rows = METERS.map(meter => {
    const { name, unit, each, free, page, confirmed } = PRICES[meter]
    return [name, `$${perWhat(each, unit)}`, free === 0 ? 'none' : plain(free), page, how[confirmed]]
  })
  return table([`${PRICED_IN}, ${PRICED_ON}`, 'price', 'free per month', 'page', 'confirmed by'], rows)
}

function perWhat(each: number, unit: string): string {
  return each < 0.000_01
    ? `${plain(each * 1e6)} per million ${unit}`
    : `${plain(each)} per ${unit.replace(/([a-z])s$/, '$1')}`
}

export function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`
}

/** Formats a number with few digits. */
function plain(value: number): string {
  if (value === 0) return '0'
  return value.toLocaleString(
    'en',
    value >= 1000
      ? { maximumFractionDigits: 0 }
      : {
          maximumSignificantDigits: 6,
          maximumFractionDigits: 2,
          roundingPriority: value < 1 ? 'morePrecision' : 'lessPrecision',
        },
  )
}
