import type { EngineName } from '../local/options.ts'
/** One figure: what was seen, what it stands beside, and what it is to reach. */
export interface Figure {
  readonly what: string
  readonly engine: EngineName
  readonly value: number
  readonly unit: string
  /** The same of something barer, measured in the same run. */
  readonly beside?: { readonly what: string; readonly value: number }
  /** What the ratio to it, or without it the value, is to reach. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number }
}

/** `value` as a ratio to what it stands beside. */
export function ratioOf({ value, beside }: Figure): number | undefined {
  return beside && value / beside.value
}

/** Whether a figure reaches its target; nothing where it has none. */
export function reaches(figure: Figure): boolean | undefined {
  const { target, value } = figure
  if (!target) return undefined
  const judged = ratioOf(figure) ?? value
  return 'atLeast' in target ? judged >= target.atLeast : judged <= target.atMost
}

const HEAD = ['engine', 'what', 'seen', 'beside', 'ratio', 'target', '']

/** All figures as a table, in Markdown. */
export function tableOf(figures: readonly Figure[]): string {
  return markdownTable(HEAD, figures.map(rowOf))
}

/** Rows below a head, in Markdown, with columns that line up. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map(row => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

function rowOf(figure: Figure): string[] {
  const { engine, what, value, unit, beside, target } = figure
  const ratio = ratioOf(figure)
  const reached = reaches(figure)
  return [
    engine,
    what,
    `${shown(value)} ${unit}`,
    beside ? `${shown(beside.value)} ${beside.what}` : '',
    ratio === undefined ? '' : ratio.toFixed(2),
    target ? ('atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`) : '',
    reached === undefined ? '' : reached ? 'reached' : 'short',
  ]
}

/** A number with three digits, or whole. */
export function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
