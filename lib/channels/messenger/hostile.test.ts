import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { START } from '../../../test/support/clock.ts'
import { aDelivery, messengerChannel } from '../../../test/support/deliveries.ts'
import { ana, bot } from '../../../test/support/people.ts'
import type { MessageEntry } from '../../protocol/entry.ts'
import { calmText } from '../../protocol/line.ts'
import { readPayload } from '../../protocol/read-payload.ts'
import type { Shown, ShownButton } from '../../protocol/shown.ts'
import type { Call } from '../channel.ts'
import { render } from './render.ts'
import { complaintsAbout } from './test-send-api.ts'

const FAMILY = '👩‍👩‍👧‍👦'

const words = fc.oneof(
  fc.constantFrom(
    'Hello!',
    '<script>alert(1)</script>',
    'javascript:alert(1)',
    `\u202e${'gpj.exe '.repeat(20)}\u2066\u2067 and after`,
    'half \ud83d and \udc4d',
    'W'.repeat(20_000),
    FAMILY.repeat(1_000),
    `${'x'.repeat(1_995)}${FAMILY}`,
    `${'x'.repeat(18)}${FAMILY}`,
    `Z${'\u0351'.repeat(5_000)}`,
    'lorem ipsum '.repeat(1_900),
    'a title that is longer than twenty characters',
    `a title that is longer than eighty characters ${'and goes on '.repeat(6)}`,
    '\u0000',
    ' \n ',
    '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.lorem({ maxCount: 60 }),
)
const url = fc.oneof(
  fc.constantFrom(
    'https://shop.example/a.png',
    'javascript:alert(1)',
    'data:text/html,x',
    'tel:+49 30 (123) 456',
    'tel:110',
    'mailto:a@shop.example?subject=Hi',
    `https://shop.example/?${'q'.repeat(1_900)}`,
  ),
  fc.webUrl(),
)
const choice = { title: words, payload: words }
const button = fc.oneof(
  fc.record({ type: fc.constant('url'), title: words, url }),
  fc.record({ type: fc.constant('call'), title: words, phone: fc.constantFrom('+49 30 123', '110', 'me') }),
  fc.record({ type: fc.constant('postback'), ...choice }),
  fc.record({ type: fc.constant('say'), title: words, text: words }, { requiredKeys: ['type', 'title'] }),
)
const buttons = fc.array(button, { maxLength: 6 })
const image = fc.record({ url, alt: words }, { requiredKeys: ['url'] })
const card = fc.record({ title: words, subtitle: words, image, buttons }, { requiredKeys: ['title'] })
const choices = {
  quickReplies: fc.array(fc.record(choice, { requiredKeys: ['title'] }), { maxLength: 22 }),
  buttons,
}
const payload = fc.oneof(
  fc.record({ url, alt: words, name: words, title: words, bytes: fc.nat(), ...choices }, { requiredKeys: ['url'] }),
  fc.record(
    { latitude: fc.double(), longitude: fc.constant(5), title: words, address: words, ...choices },
    { requiredKeys: ['latitude', 'longitude'] },
  ),
  fc.record({ type: fc.constant('card'), title: words, subtitle: words, image, buttons }, { requiredKeys: ['type'] }),
  fc.record(
    { type: fc.constant('carousel'), cards: fc.array(card, { maxLength: 22 }), ...choices },
    { requiredKeys: ['type', 'cards'] },
  ),
  fc.record({ type: words, data: fc.constant('x'.repeat(24_000)) }),
  fc.record({ payload: words }),
)
const content = fc.record(
  {
    type: fc.constantFrom('text', 'custom', 'image', 'file', 'audio', 'video', 'location', 'quick_reply', 'postback'),
    text: words,
    payload,
  },
  { requiredKeys: ['type'] },
) as fc.Arbitrary<Partial<MessageEntry>>

const squeezed = (text: string) => calmText(text).toWellFormed().replace(/\s/g, '')

const SEEN = ['text', 'title', 'subtitle', 'url', 'image_url']

/** Everything in a message that the user sees or opens, in order, without spaces. */
function seenIn(value: unknown, name = ''): string {
  if (typeof value === 'string') return SEEN.includes(name) || /^\+\d+$/.test(value) ? squeezed(value) : ''
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(value)
    .map(([key, each]) => seenIn(each, key))
    .join('')
}

function messagesIn(calls: readonly Call[]): string {
  return calls.map(({ message }) => seenIn(message)).join('')
}

/** A number loses its scheme and, in a button, the marks between its digits. */
function addressIn(url: string): string {
  const { protocol, pathname } = new URL(url)
  return protocol === 'tel:' || protocol === 'mailto:' ? (/\w+/.exec(pathname)?.[0] ?? '') : url
}

/** The texts that the user must be able to read, and the addresses that the user must be able to open. */
function neededIn(shown: Shown): string[] {
  const ofButtons = (all: readonly ShownButton[]) =>
    all.flatMap(each => [each.title, each.type === 'url' ? addressIn(each.url) : ''])
  const ofCards = shown.kind === 'carousel' ? shown.cards : shown.kind === 'card' ? [shown.card] : []
  return [
    shown.text ?? '',
    ...shown.quickReplies.map(({ title }) => title),
    ...ofButtons(shown.buttons),
    ...ofCards.flatMap(each => [each.title, each.subtitle ?? '', each.image?.url ?? '', ...ofButtons(each.buttons)]),
    ...(shown.kind === 'location' ? [shown.title ?? '', shown.address ?? ''] : []),
    ...(shown.kind === 'image' ? [shown.image.url] : []),
    ...(shown.kind === 'file' || shown.kind === 'audio' || shown.kind === 'video' ? [shown.url] : []),
  ]
}

describe('a message of any content', () => {
  it('becomes calls that the Send API takes, and loses no words and no addresses', () => {
    fc.assert(
      fc.property(content, fc.constantFrom(ana, bot), fc.constantFrom('show', 'persona'), (given, by, agentName) => {
        const config = { ...messengerChannel, agentName }
        const rendering = render(aDelivery({ ...given, by }), config, START)
        if (rendering.status !== 'rendered') throw new Error(rendering.reason)
        const plain = rendering.calls.map(({ speaker: _, instead: __, ...call }) => call)
        const named = plain.map((call, at) => ({ ...call, message: rendering.calls[at]?.instead ?? call.message }))
        for (const calls of [plain, named]) {
          expect(calls.flatMap(complaintsAbout)).toEqual([])
          const sent = messagesIn(calls)
          for (const needed of neededIn(readPayload(given))) expect(sent).toContain(squeezed(needed))
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
