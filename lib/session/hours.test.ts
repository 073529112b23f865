import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Hours } from '../protocol/hours.ts'
import { isOpen, nextOpening, openingText } from './hours.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const
const office = (timeZone: string, holidays: string[] = []) =>
  Hours.parse({ timeZone, days: Object.fromEntries(weekdays.map(day => [day, [['09:00', '17:00']]])), holidays })
const at = (text: string) => Date.parse(text)
const iso = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString())

describe('the hours of a queue', () => {
  it.each([
    ['2026-11-30T08:00:00Z', true],
    ['2026-11-30T07:59:59Z', false],
    ['2026-11-30T15:59:59Z', true],
    ['2026-11-30T16:00:00Z', false],
    ['2026-12-05T10:00:00Z', false],
    ['2026-12-25T10:00:00Z', false],
    // In summer the same clocks are two hours ahead of UTC.
    ['2026-07-06T07:00:00Z', true],
    ['2026-07-06T06:59:59Z', false],
  ])('follow the clocks of the zone: %s is open %s', (time, open) => {
    expect(isOpen(office('Europe/Berlin', ['2026-12-25']), at(time))).toBe(open)
  })

  it.each([
    ['now, if it is open', '2026-11-30T10:00:00Z', '2026-11-30T10:00:00.000Z'],
    ['the same day', '2026-11-30T06:00:00Z', '2026-11-30T08:00:00.000Z'],
    ['after the weekend', '2026-12-04T17:00:00Z', '2026-12-07T08:00:00.000Z'],
    ['after a holiday', '2026-12-24T16:30:00Z', '2026-12-28T08:00:00.000Z'],
    ['after the clocks were put forward', '2026-03-27T17:00:00Z', '2026-03-30T07:00:00.000Z'],
    ['after the clocks were put back', '2026-10-23T17:00:00Z', '2026-10-26T08:00:00.000Z'],
  ])('open next %s', (_, now, opening) => {
    expect(iso(nextOpening(office('Europe/Berlin', ['2026-12-25']), at(now)))).toBe(opening)
  })

  it('open as the clocks are put forward over the opening', () => {
    const hours = Hours.parse({ timeZone: 'Europe/Berlin', days: { sun: [['02:30', '05:00']] } })
    expect(iso(nextOpening(hours, at('2026-03-28T12:00:00Z')))).toBe('2026-03-29T01:00:00.000Z')
  })

  it('open twice where the clocks are put back over them', () => {
    const hours = Hours.parse({ timeZone: 'Europe/Berlin', days: { sun: [['02:15', '02:30']] } })
    const first = nextOpening(hours, at('2026-10-24T23:00:00Z'))
    expect(iso(first)).toBe('2026-10-25T00:15:00.000Z')
    expect(iso(nextOpening(hours, at('2026-10-25T00:30:00Z')))).toBe('2026-10-25T01:15:00.000Z')
  })

  it('never open again if no day is left', () => {
    expect(nextOpening(Hours.parse({ timeZone: 'UTC', days: {} }), at('2026-01-01T00:00:00Z'))).toBeUndefined()
    expect(nextOpening(Hours.parse({ timeZone: 'UTC', days: { mon: [] } }), 0)).toBeUndefined()
  })

  it('lead to the first open minute of any zone, as a search minute by minute does', () => {
    const time = fc.nat(48).map(half => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`)
    const span = fc.tuple(time, time).filter(([from, to]) => from < to)
    // Around the changes of the clocks in both hemispheres, and of half an hour on Lord Howe.
    const changes = ['2026-03-08', '2026-03-29', '2026-04-04', '2026-10-03', '2026-10-24', '2026-11-01', '2026-06-15']
    void fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/Santiago'),
        fc.constantFrom(...changes),
        fc.nat(3 * 24 * 60),
        fc.dictionary(fc.constantFrom('sun', 'mon', 'sat'), fc.tuple(span), { minKeys: 1 }),
        (timeZone, change, minute, days) => {
          const hours = Hours.parse({ timeZone, days })
          const now = at(`${change}T00:00:00Z`) - 24 * 3_600_000 + minute * 60_000
          let first = now
          // Half-hour steps from the next half hour see each edge: all zones and times here have whole half hours.
          if (!isOpen(hours, now)) {
            first = Math.ceil(now / 1_800_000) * 1_800_000
            while (!isOpen(hours, first)) first += 1_800_000
          }
          expect(iso(nextOpening(hours, now))).toBe(iso(first))
        },
      ),
      {
        numRuns: 150,
        // The clocks change on the day after a day with hours.
        examples: [
          ['Australia/Lord_Howe', '2026-04-04', 810, { sat: [['00:00', '00:30']], sun: [['00:00', '02:00']] }],
        ],
      },
    )
  })

  it('are told in the language of the text, on the clocks of the zone', () => {
    const opening = at('2026-11-30T08:00:00Z')
    const hours = office('Europe/Berlin')
    expect(openingText(opening, hours, 'de')).toBe('Montag, 30. November um 9:00')
    expect(openingText(opening, hours, 'en-GB')).toBe('Monday 30 November at 9:00')
    expect(openingText(opening, hours, 'en-x')).toMatch(/^Monday, November 30 at 9:00.AM$/)
  })
})

describe('the configuration of hours', () => {
  it.each<[string, unknown, (string | number)[]]>([
    ['an unknown zone', { timeZone: 'Mars/Base', days: {} }, ['timeZone']],
    ['an unknown day', { timeZone: 'UTC', days: { noday: [] } }, ['days']],
    ['a time of no clock', { timeZone: 'UTC', days: { mon: [['9', '17:00']] } }, ['days', 'mon', 0, 0]],
    ['an end before its start', { timeZone: 'UTC', days: { mon: [['17:00', '09:00']] } }, ['days', 'mon', 0, 1]],
    [
      'times out of order',
      {
        timeZone: 'UTC',
        days: {
          mon: [
            ['13:00', '17:00'],
            ['09:00', '12:00'],
          ],
        },
      },
      ['days', 'mon', 1, 0],
    ],
    ['a date that no calendar has', { timeZone: 'UTC', days: {}, holidays: ['2026-02-30'] }, ['holidays', 0]],
  ])('names the field of %s', (_, hours, path) => {
    expect(Hours.safeParse(hours).error?.issues[0]?.path).toEqual(path)
  })

  it('takes the end of a day', () => {
    const hours = Hours.parse({ timeZone: 'UTC', days: { mon: [['00:00', '24:00']] } })
    expect(isOpen(hours, at('2026-11-30T23:59:59Z'))).toBe(true)
    expect(isOpen(hours, at('2026-12-01T00:00:00Z'))).toBe(false)
  })
})
