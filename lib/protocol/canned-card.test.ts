import { describe, expect, it } from 'vitest'
import { BotConfig } from './config.ts'

const card = (over: object = {}) => ({ title: 'Ridge tent', ...over })
const named = (name: string, of: object = card()) => ({ name, card: of })

/** The problems of a configuration with these cards, by the path of the field. */
function problemsOf(cards: unknown): Readonly<Record<string, string>> {
  const { error } = BotConfig.safeParse({ mode: 'gate', cards })
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]))
}

const withButton = (button: object) => [named('tent', card({ buttons: [button] }))]

describe('canned cards', () => {
  it('are none by default', () => {
    expect(BotConfig.parse({ mode: 'gate' }).cards).toEqual([])
  })

  it('keep everything that a card may have', () => {
    const whole = card({
      subtitle: '€ 289',
      image: { url: 'https://shop.example/tent.png', width: 640, height: 400, alt: 'A tent' },
      buttons: [
        { type: 'url', title: 'See it', url: 'https://shop.example/tents' },
        { type: 'call', title: 'Call us', phone: '+49 30 1234' },
        { type: 'postback', title: 'Buy', payload: 'BUY 1' },
        { type: 'say', title: 'Ask' },
      ],
    })
    expect(BotConfig.parse({ mode: 'gate', cards: [named('tent', whole)] }).cards).toEqual([named('tent', whole)])
  })

  it.each([
    ['without a title', [named('tent', {})], 'cards.0.card.title'],
    ['with a blank title', [named('tent', card({ title: ' \u200e' }))], 'cards.0.card.title'],
    ['without a name', [named(' ')], 'cards.0.name'],
    ['with the name of another one', [named('tent'), named('stove'), named('tent ')], 'cards.2.name'],
    ['with a name of two lines', [named('a\nb')], 'cards.0.name'],
    ['with a misspelt field', [named('tent', card({ subtitel: 'x' }))], 'cards.0.card'],
    ['with a picture of no address', [named('tent', card({ image: { url: 'tent.png' } }))], 'cards.0.card.image.url'],
    [
      'with a link that runs code',
      withButton({ type: 'url', title: 'See', url: 'javascript:1' }),
      'cards.0.card.buttons.0.url',
    ],
    [
      'with a link that pretends',
      withButton({ type: 'url', title: 'See', url: 'https://shop.example@evil.example' }),
      'cards.0.card.buttons.0.url',
    ],
    [
      'with a number without digits',
      withButton({ type: 'call', title: 'Call', phone: '---' }),
      'cards.0.card.buttons.0.phone',
    ],
    [
      'with a button without a name',
      withButton({ type: 'postback', title: ' ', payload: 'x' }),
      'cards.0.card.buttons.0.title',
    ],
    ['with more buttons than pages show', [named('tent', card({ buttons: elevenButtons() }))], 'cards.0.card.buttons'],
    ['that no message can carry', [named('tent', card({ buttons: largeButtons() }))], 'cards.0.card'],
  ])('are refused with the name of the field: a card %s', (_what, cards, path) => {
    expect(Object.keys(problemsOf(cards))).toEqual([path])
  })

  it('are at most 50, of 64 KiB in all', () => {
    const many = (count: number, of = card()) => Array.from({ length: count }, (_, at) => named(`card ${at}`, of))
    expect(problemsOf(many(50))).toEqual({})
    expect(Object.keys(problemsOf(many(51)))).toEqual(['cards'])
    const large = card({ buttons: largeButtons().slice(0, 3) })
    expect(problemsOf(many(10, large))).toEqual({})
    expect(problemsOf(many(11, large))).toEqual({ cards: 'must have at most 65536 bytes as JSON' })
  })
})

const elevenButtons = () => Array.from({ length: 11 }, () => ({ type: 'say', title: 'Ask' }))
const largeButtons = () =>
  Array.from({ length: 5 }, () => ({ type: 'postback', title: 'Buy', payload: 'x'.repeat(2_000) }))
