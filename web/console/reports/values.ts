import type { ReportFigures } from '../../../lib/protocol/reports.ts'
import { numberFormat } from '../../shared/formats.ts'

/** The figures that the page puts into words. */
export type FigureName =
  | 'handoffs'
  | 'waiting'
  | 'waitingMedian'
  | 'firstResponse'
  | 'handling'
  | 'abandoned'
  | 'rating'

/** The value of a figure: a count, milliseconds, or stars. Undefined if no handoff has it. */
export function figureIn(figures: ReportFigures, name: FigureName): number | undefined {
  const { handoffs, waiting, firstResponse, handling, abandoned, ratings } = figures
  switch (name) {
    case 'handoffs':
      return handoffs
    case 'waiting':
      return average(waiting)
    case 'waitingMedian':
      return waiting.estimatedMedianMs
    case 'firstResponse':
      return average(firstResponse)
    case 'handling':
      return average(handling)
    case 'abandoned':
      return abandoned.count
    case 'rating':
      return ratings.count === 0 ? undefined : ratings.sum / ratings.count
    default:
      return name satisfies never
  }
}

function average({ count, sumMs }: { readonly count: number; readonly sumMs: number }): number | undefined {
  return count === 0 ? undefined : sumMs / count
}

/** Writes a value of a figure in a language. A dash if there is none. */
export function valueText(value: number | undefined, name: FigureName, locale: string): string {
  if (value === undefined) return '–'
  if (name === 'handoffs' || name === 'abandoned') return numberFormat(locale, {}).format(value)
  if (name === 'rating')
    return numberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value)
  return durationText(value)
}

/** Keeps a number and its unit on one line. */
const SPACE = '\u00a0'

/** Writes a duration by its two largest units, without zeros: `41 s`, `1 min 32 s`, `1 h`. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ]
  const parts = [
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'min'],
    [seconds % 60, 's'],
  ] as const
  const first = parts.findIndex(([value]) => value > 0)
  const shown = first < 0 ? [parts[3]] : parts.slice(first, first + 2).filter(([value]) => value > 0)
  return shown.map(([value, unit]) => `${value}${SPACE}${unit}`).join(SPACE)
}

/** Writes how much a value has changed, in percent: `+12 %`. Undefined if that says nothing. */
export function changeText(now: number | undefined, before: number | undefined, locale: string): string | undefined {
  if (now === undefined || before === undefined || before === 0) return undefined
  const format = numberFormat(locale, { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 0 })
  return format.format(now / before - 1)
}
