import { markdownTable, shown } from '../report.ts'

/** One figure of the pages: the measured value, and its limit. */
export interface Line {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** Absent if the figure only explains another one. */
  readonly atMost?: number
  /** The value to compare with, measured in the same run, and its unit. */
  readonly beside?: { readonly what: string; readonly value: number }
}

/** Whether a figure is within its limit. Undefined if it has none. */
export function holds({ value, atMost }: Line): boolean | undefined {
  return atMost === undefined ? undefined : value <= atMost
}

const HEAD = ['measure', 'value', 'limit', 'compared with', 'ratio', 'result']

/** Formats all figures as a Markdown table. */
export function tableOf(lines: readonly Line[]): string {
  return markdownTable(
    HEAD,
    lines.map(line => {
      const { what, value, unit, atMost, beside } = line
      const held = holds(line)
      return [
        what,
        `${figure(value)} ${unit}`,
        atMost === undefined ? '' : `≤ ${atMost.toLocaleString('en')} ${unit}`,
        beside ? `${figure(beside.value)} ${beside.what}` : '',
        beside ? (value / beside.value).toFixed(2) : '',
        held === undefined ? '' : held ? 'within limit' : 'over limit',
      ]
    }),
  )
}

const figure = (value: number) => (Number.isInteger(value) ? value.toLocaleString('en') : shown(value))
