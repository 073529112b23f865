import type { EngineName } from '../local/options.ts'
/** One figure: the measured value, the value to compare it with, and the target. */
export interface Figure {
  readonly what: string
  readonly engine: EngineName
  readonly value: number
  readonly unit: string
  /** The value of a bare server, measured in the same run, and its unit. */
  readonly beside?: { readonly what: string; readonly value: number }
  /** The target of the ratio to `beside`, or of the value if there is no `beside`. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number }
  /** The run fails if the figure misses its target. Machines differ, so no time is one. */
  readonly isRequired?: true
}

/** The ratio of `value` to `beside`. */
export function ratioOf({ value, beside }: Figure): number | undefined {
  return beside && value / beside.value
}

/** Whether a figure reaches its target. Undefined if it has none. */
export function reaches(figure: Figure): boolean | undefined {
  const { target, value } = figure
  if (!target) return undefined
  const judged = ratioOf(figure) ?? value
  return 'atLeast' in target ? judged >= target.atLeast : judged <= target.atMost
}

/** The figures that fail the run. */
export function failuresIn(figures: readonly Figure[]): Figure[] {
  return figures.filter(figure => figure.isRequired && reaches(figure) === false)
}

const HEAD = ['engine', 'measure', 'value', 'compared with', 'ratio', 'target', 'result']

/** Formats all figures as a Markdown table. */
export function tableOf(figures: readonly Figure[]): string {
  return markdownTable(HEAD, figures.map(rowOf))
}

/** Formats a Markdown table with aligned columns. */
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
    reached === undefined ? '' : reached ? 'reached' : 'missed',
  ]
}

/** Formats a number with three significant digits, or as an integer if it is one, and from 100 on. */
export function shown(value: number): string {
  return value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
