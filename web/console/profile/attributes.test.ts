import { describe, expect, it } from 'vitest'
import { type AttributeSetting, shownAttributes } from './attributes.ts'
import { formatted } from './formatters.ts'
import { momentFormat } from './moment.ts'

const NOW = new Date(2026, 2, 4, 12).getTime()
const telling = { language: 'en-GB', now: NOW }
const local = (...date: [number, number, number, number?, number?, number?]) => new Date(...date)

describe('an attribute', () => {
  const shown = (attributes: Record<string, unknown>, settings: readonly AttributeSetting[]) =>
    shownAttributes(attributes, settings, telling).map(({ label, value }) => `${label}: ${value}`)

  it("is shown as the bot's configuration says, with its default if it is missing", () => {
    const settings = [
      { label: 'Plan', attributePath: 'plan' },
      { label: 'Items', attributePath: 'cart.items' },
      { label: 'Dotted', attributePath: 'a.b' },
      { label: 'City', attributePath: 'city', defaultValue: 'unknown' },
      { label: 'Gone', attributePath: 'gone' },
    ]
    expect(shown({ plan: 'gold', cart: { items: 3 }, 'a.b': true }, settings)).toEqual([
      'Plan: gold',
      'Items: 3',
      'Dotted: true',
      'City: unknown',
    ])
  })

  it('is shown under its own name if the configuration has none', () => {
    expect(shown({ plan: 'gold', none: null, tags: ['a'] }, [])).toEqual(['plan: gold', 'tags: ["a"]'])
  })

  it('is never read from inherited properties', () => {
    const paths = ['constructor', '__proto__.x', 'plan.length', 'toString']
    expect(
      shown(
        { plan: 'gold' },
        paths.map(attributePath => ({ label: 'x', attributePath })),
      ),
    ).toEqual([])
  })
})

describe('a formatter', () => {
  const at = local(2026, 2, 3, 9, 4).toISOString()

  it("writes dates and times in the agent's language", () => {
    expect(formatted(at, 'date', telling)).toBe('3 Mar 2026')
    expect(formatted(at, 'datetime', telling)).toBe('3 Mar 2026, 09:04')
    expect(formatted(at, 'date', { ...telling, language: 'de' })).toBe('03.03.2026')
  })

  it('writes a relative time in the past and in the future', () => {
    const from = (ms: number) => formatted(new Date(NOW + ms).toISOString(), 'fromNow', telling)
    expect(from(-27 * 60 * 60_000)).toBe('yesterday')
    expect(from(-3 * 60_000)).toBe('3 minutes ago')
    expect(from(2 * 60 * 60_000)).toBe('in 2 hours')
    expect(from(0)).toBe('now')
  })

  it('reads seconds and milliseconds since 1970', () => {
    const seconds = Math.floor(Date.parse(at) / 1_000)
    expect(formatted(String(seconds), 'datetime', telling)).toBe('3 Mar 2026, 09:04')
    expect(formatted(String(seconds * 1_000), 'datetime', telling)).toBe('3 Mar 2026, 09:04')
  })

  it('supports the formats of Moment', () => {
    const time = local(2026, 2, 3, 15, 4, 9)
    const format = (text: string, language = 'en-GB') => momentFormat(time, text, language)
    expect(format('DD.MM.YYYY HH:mm')).toBe('03.03.2026 15:04')
    expect(format('D/M/YY h:mm a')).toBe('3/3/26 3:04 pm')
    expect(format('dddd, D MMMM YYYY')).toBe('Tuesday, 3 March 2026')
    expect(format('dddd', 'fr')).toBe('mardi')
    expect(format('[at] HH [o’clock]')).toBe('at 15 o’clock')
    expect(formatted(time.toISOString(), 'moment:YYYY', telling)).toBe('2026')
  })

  it('leaves invalid times and unknown formats unchanged', () => {
    expect(formatted('gold', 'date', telling)).toBe('gold')
    expect(formatted('12', 'date', telling)).toBe('12')
    expect(formatted(at, 'sparkle', telling)).toBe(at)
  })
})
