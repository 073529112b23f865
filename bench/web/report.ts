import { markdownTable, shown } from '../report.ts'

/** One figure of the pages: what was seen, and the most that it may be. */
export interface Line {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** Missing where the figure explains another one. */
  readonly atMost?: number
  /** The same of something barer, measured in the same run. */
  readonly beside?: { readonly what: string; readonly value: number }
}

/** Whether a figure keeps its limit; nothing where it has none. */
export function holds({ value, atMost }: Line): boolean | undefined {
  return atMost === undefined ? undefined : value <= atMost
}

const HEAD = ['what', 'seen', 'limit', 'beside', 'ratio', '']

/** All figures as a table, in Markdown. */
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
        held === undefined ? '' : held ? 'held' : 'not held',
      ]
    }),
  )
}

const figure = (value: number) => (Number.isInteger(value) ? value.toLocaleString('en') : shown(value))
