import { describe, expect, it } from 'vitest'
import { shortDuration, spokenTime } from './times.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

describe('a duration', () => {
  it.each([
    ['en-GB', ['0 s', '41 s', '5 min', '1 h 05 min', '23 h 59 min', '2 days']],
    ['de', ['0 s', '41 s', '5 min', '1 h 05 min', '23 h 59 min', '2 Tg.']],
    ['fr', ['0 s', '41 s', '5 min', '1 h 05 min', '23 h 59 min', '2 j']],
  ])('in short names its units in %s, so that it is not read as a time of day', (language, expected) => {
    const durations = [-1, 41_000, 5.5 * MINUTE_MS, 65 * MINUTE_MS, 24 * HOUR_MS - 1, 49 * HOUR_MS]
    expect(durations.map(ms => shortDuration(ms, language).replaceAll(/\s/g, ' '))).toEqual(expected)
  })

  it('in short stays on one line', () => {
    expect(shortDuration(65 * MINUTE_MS, 'en')).not.toContain(' ')
  })

  it.each([
    ['en', ['41 seconds', '5 minutes', '1 hour', '1 hour, 5 minutes', '2 days']],
    ['de', ['41 Sekunden', '5 Minuten', '1 Stunde', '1 Stunde, 5 Minuten', '2 Tage']],
    ['fr', ['41 secondes', '5 minutes', '1 heure', '1 heure et 5 minutes', '2 jours']],
  ])('in words is read out in %s', (language, expected) => {
    const durations = [41_000, 5.5 * MINUTE_MS, HOUR_MS, 65 * MINUTE_MS, 49 * HOUR_MS]
    expect(durations.map(ms => spokenTime(ms, language).replaceAll(/\s/g, ' '))).toEqual(expected)
  })
})
