import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { isLine } from './line.ts'
import * as shapes from './payload.ts'
import { readPayload } from './read-payload.ts'
import { linkUrl } from './safe-url.ts'
import { type Said, SHOWN_LIMITS, type Shown } from './shown.ts'

const plain = { quickReplies: [], buttons: [] }
const url = 'https://shop.example/a.png'

describe('a payload of an agreed shape', () => {
  const card = {
    title: 'Red shoes',
    subtitle: '49 €',
    image: { url, width: 640, height: 480, alt: 'A red shoe' },
    buttons: [
      { type: 'url', title: 'Look', url: 'https://shop.example/shoes' },
      { type: 'url', title: 'Call', url: 'tel:+4930123456' },
      { type: 'postback', title: 'Buy', payload: 'BUY 1' },
      { type: 'say', title: 'Size?', text: 'Which sizes are there?' },
    ],
  } as const
  const shownCard = { ...card, image: { url, alt: 'A red shoe', size: { width: 640, height: 480 } } }
  const cases: readonly [z.ZodType, Said, Omit<Shown, 'quickReplies' | 'buttons'> & Partial<Shown>][] = [
    [
      shapes.ImagePayload,
      { type: 'image', text: 'Look!', payload: { url, width: 640, height: 480, alt: 'A shoe' } },
      { kind: 'image', image: { url, alt: 'A shoe', size: { width: 640, height: 480 } }, text: 'Look!' },
    ],
    [
      shapes.FilePayload,
      { type: 'file', payload: { url, name: 'a.pdf', bytes: 1234, mime: 'application/pdf' } },
      { kind: 'file', url, name: 'a.pdf', bytes: 1234, mime: 'application/pdf' },
    ],
    [
      shapes.AudioPayload,
      { type: 'audio', payload: { url, title: 'A song', bytes: 1234, mime: 'audio/mpeg' } },
      { kind: 'audio', url, title: 'A song', bytes: 1234, mime: 'audio/mpeg' },
    ],
    [
      shapes.AudioPayload,
      { type: 'audio', payload: { url, alt: 'A voice' } },
      { kind: 'audio', url, title: 'A voice' },
    ],
    [
      shapes.VideoPayload,
      { type: 'video', payload: { url, title: 'A film', mime: 'video/mp4', width: 16, height: 9 } },
      { kind: 'video', url, title: 'A film', mime: 'video/mp4', size: { width: 16, height: 9 } },
    ],
    [
      shapes.LocationPayload,
      { type: 'location', payload: { latitude: 52.5, longitude: 13.4, title: 'Shop', address: 'Main road 1' } },
      { kind: 'location', latitude: 52.5, longitude: 13.4, title: 'Shop', address: 'Main road 1' },
    ],
    [
      shapes.ChoicesPayload,
      { type: 'text', text: 'Which?', payload: { quickReplies: [{ title: 'Red' }, { title: 'Blue', payload: 'b' }] } },
      { kind: 'text', text: 'Which?', quickReplies: [{ title: 'Red' }, { title: 'Blue', payload: 'b' }] },
    ],
    [
      shapes.ChoicesPayload,
      { type: 'text', text: 'Which?', payload: { buttons: card.buttons } },
      { kind: 'text', text: 'Which?', buttons: card.buttons },
    ],
    [
      shapes.ChoicesPayload,
      {
        type: 'text',
        text: 'Call!',
        payload: { buttons: [{ type: 'call', title: 'Call', phone: '+49 (30) 123-456' }] },
      },
      { kind: 'text', text: 'Call!', buttons: [{ type: 'url', title: 'Call', url: 'tel:+4930123456' }] },
    ],
    [shapes.CardPayload, { type: 'custom', payload: { type: 'card', ...card } }, { kind: 'card', card: shownCard }],
    [
      shapes.CarouselPayload,
      { type: 'custom', text: 'Two:', payload: { type: 'carousel', cards: [card, { title: 'Blue shoes' }] } },
      { kind: 'carousel', cards: [shownCard, { title: 'Blue shoes', buttons: [] }], text: 'Two:' },
    ],
    [
      shapes.ChoicePayload,
      { type: 'quick_reply', text: 'Blue', payload: { payload: 'b' } },
      { kind: 'choice', payload: 'b', text: 'Blue' },
    ],
    [shapes.ChoicePayload, { type: 'postback', text: 'Buy' }, { kind: 'choice', text: 'Buy' }],
  ]

  it.each(cases)('is shown whole: %#', (schema, said, shown) => {
    expect(schema.parse(said.payload ?? {})).toEqual(said.payload ?? {})
    expect(readPayload(said)).toEqual({ ...plain, ...shown })
  })

  it('is tested here for every payload schema', () => {
    const agreed = Object.entries(shapes).flatMap(([name, schema]) => (name.endsWith('Payload') ? [schema] : []))
    expect(new Set(cases.map(([schema]) => schema))).toEqual(new Set(agreed))
  })
})

describe('a message in the format of Botpress 12', () => {
  it.each<[string, Said, Partial<Shown>]>([
    [
      'image',
      { type: 'image', payload: { image: url, title: 'A shoe' } },
      { kind: 'image', image: { url, alt: 'A shoe' } },
    ],
    ['audio', { type: 'audio', payload: { audio: url } }, { kind: 'audio', url }],
    ['voice', { type: 'custom', payload: { type: 'voice', audio: url } }, { kind: 'audio', url }],
    ['video', { type: 'custom', payload: { type: 'video', video: url } }, { kind: 'video', url }],
    ['file', { type: 'file', payload: { file: url, title: 'a.pdf' } }, { kind: 'file', url, name: 'a.pdf' }],
    [
      'single choice',
      { type: 'custom', payload: { type: 'single-choice', text: 'Which?', choices: [{ title: 'Red', value: 'r' }] } },
      { kind: 'text', text: 'Which?', quickReplies: [{ title: 'Red', payload: 'r' }] },
    ],
    [
      'quick replies in the form of its page',
      {
        type: 'custom',
        payload: {
          type: 'custom',
          module: 'channel-web',
          component: 'QuickReplies',
          quick_replies: [{ title: 'Red', payload: 'r' }],
          wrapped: { type: 'text', text: 'Which?' },
        },
      },
      { kind: 'text', text: 'Which?', quickReplies: [{ title: 'Red', payload: 'r' }] },
    ],
    [
      'dropdown',
      { type: 'custom', payload: { type: 'dropdown', message: 'Which?', options: [{ label: 'Red', value: 'r' }] } },
      { kind: 'text', text: 'Which?', quickReplies: [{ title: 'Red', payload: 'r' }] },
    ],
    [
      'card',
      {
        type: 'custom',
        payload: {
          type: 'card',
          title: 'Shoes',
          image: url,
          actions: [
            { action: 'Open URL', title: 'Look', url },
            { action: 'Postback', title: 'Buy', payload: 'BUY' },
            { action: 'Say something', title: 'Ask', text: 'How much?' },
          ],
        },
      },
      {
        kind: 'card',
        card: {
          title: 'Shoes',
          image: { url },
          buttons: [
            { type: 'url', title: 'Look', url },
            { type: 'postback', title: 'Buy', payload: 'BUY' },
            { type: 'say', title: 'Ask', text: 'How much?' },
          ],
        },
      },
    ],
    [
      'carousel in the form of its page',
      {
        type: 'custom',
        payload: {
          type: 'carousel',
          elements: [
            { title: 'Shoes', picture: url, buttons: [{ type: 'say_something', title: 'Ask', text: 'How much?' }] },
          ],
        },
      },
      {
        kind: 'carousel',
        cards: [{ title: 'Shoes', image: { url }, buttons: [{ type: 'say', title: 'Ask', text: 'How much?' }] }],
      },
    ],
    ['postback', { type: 'postback', payload: { payload: 'BUY' } }, { kind: 'choice', payload: 'BUY' }],
  ])('is understood as a payload: %s', (_what, said, shown) => {
    expect(readPayload(said)).toEqual({ ...plain, ...shown })
  })
})

describe('a message of another shape', () => {
  it.each<[string, Said, Partial<Shown>]>([
    [
      'an unknown shape by its text',
      { type: 'custom', text: 'Pay', payload: { type: 'form' } },
      { kind: 'text', text: 'Pay' },
    ],
    [
      'an unknown shape without a text by its name',
      { type: 'custom', payload: { type: 'form\u202e' } },
      { kind: 'unknown', name: 'form' },
    ],
    [
      'a picture with a javascript: URL by its alt text',
      { type: 'image', payload: { url: 'javascript:alert(1)', alt: 'A shoe' } },
      { kind: 'text', text: 'A shoe' },
    ],
    [
      'a file without an absolute URL by its name',
      { type: 'file', payload: { url: '/a.pdf', name: 'a.pdf' } },
      { kind: 'text', text: 'a.pdf' },
    ],
    [
      'a picture with only a width, without a size',
      { type: 'image', payload: { url, width: 10 } },
      { kind: 'image', image: { url } },
    ],
    [
      'a location beyond the pole by its type',
      { type: 'location', payload: { latitude: 91, longitude: 0 } },
      { kind: 'unknown', name: 'location' },
    ],
    [
      'a carousel without valid cards by its text',
      { text: 'Look', payload: { type: 'carousel', cards: [{}, 7, null] } },
      { kind: 'text', text: 'Look' },
    ],
    [
      'a name with direction marks as one plain line',
      { type: 'file', payload: { url, name: 'a\u202Egpj.exe\n' } },
      { kind: 'file', url, name: 'a gpj.exe' },
    ],
    ['a list in place of a payload by its text', { text: 'Hi', payload: [1] }, { kind: 'text', text: 'Hi' }],
    ['an empty message by a general name', {}, { kind: 'unknown', name: 'message' }],
    [
      'choices that a bot sent as a quick_reply',
      { type: 'quick_reply', text: 'Which?', payload: { quickReplies: ['Red'] } },
      { kind: 'text', text: 'Which?', quickReplies: [{ title: 'Red' }] },
    ],
  ])('is shown as far as it is understood: %s', (_what, said, shown) => {
    expect(readPayload(said)).toEqual({ ...plain, ...shown })
  })

  it('loses buttons whose link is unsafe or whose action is invalid', () => {
    const bad = [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://shop.example@evil.example/',
      '//evil.example',
      'file:///a',
    ]
    const buttons = [
      ...bad.map(each => ({ type: 'url', title: 'Look', url: each })),
      { type: 'postback', title: 'Buy', payload: 'x'.repeat(SHOWN_LIMITS.valueChars + 1) },
      { type: 'run', title: 'Run' },
      { type: 'call', title: 'Call' },
      { type: 'call', title: 'Call', phone: 'me' },
      { type: 'url', title: 'Write', url: 'mailto:' },
      { type: 'say' },
    ]
    expect(readPayload({ text: 'Hi', payload: { buttons } }).buttons).toEqual([])
  })

  it('is cut to the limits of cards, choices and titles', () => {
    const many = Array.from({ length: 100 }, (_, at) => ({ title: `${at} ${'😀'.repeat(500)}` }))
    const shown = readPayload({ text: 'Hi', payload: { type: 'carousel', cards: many, quickReplies: many } })
    expect(shown).toMatchObject({ kind: 'carousel' })
    expect(shown.kind === 'carousel' && shown.cards).toHaveLength(SHOWN_LIMITS.cards)
    expect(shown.quickReplies).toHaveLength(SHOWN_LIMITS.quickReplies)
    for (const { title } of shown.quickReplies) {
      expect(title.length).toBeLessThanOrEqual(SHOWN_LIMITS.titleChars)
      expect(title.isWellFormed()).toBe(true)
    }
  })
})

describe('a message of any content', () => {
  const names = [
    ...[
      'type',
      'text',
      'title',
      'url',
      'image',
      'picture',
      'alt',
      'name',
      'file',
      'audio',
      'video',
      'payload',
      'value',
    ],
    ...[
      'cards',
      'items',
      'elements',
      'buttons',
      'actions',
      'action',
      'quickReplies',
      'quick_replies',
      'choices',
      'options',
    ],
    ...[
      'label',
      'wrapped',
      'width',
      'height',
      'bytes',
      'size',
      'mime',
      'latitude',
      'longitude',
      'subtitle',
      '__proto__',
    ],
  ]
  const hostile = fc.constantFrom(
    ...[
      '<script>alert(1)</script>',
      'javascript:alert(1)',
      ' \tjAvA\nscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
    ],
    ...[
      'https://a.example/%00',
      'https://user:word@a.example',
      'http://[::1]:1/',
      'mailto:a@b.example?bcc=c',
      'tel:1',
      'blob:https://a.example/1',
    ],
    ...[
      '\u202etxt.exe',
      '\ud800',
      '👩‍👩‍👧'.repeat(700),
      'x'.repeat(24_000),
      '',
      ' ',
      '\u2028',
      'card',
      'carousel',
      'image',
      'postback',
      'Open URL',
    ],
  )
  const anything = fc.letrec(tie => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      hostile,
      hostile,
      fc.webUrl(),
      fc.anything(),
      fc.array(tie('value'), { maxLength: 30 }),
      tie('object'),
    ),
    object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 12 }),
  }))
  const said = fc.record({
    type: fc.oneof(
      fc.constantFrom('text', 'custom', 'image', 'file', 'audio', 'video', 'location', 'quick_reply', 'postback'),
      anything.value,
    ),
    text: fc.oneof(fc.constant(undefined), anything.value),
    payload: anything.object,
  }) as fc.Arbitrary<unknown> as fc.Arbitrary<Said>

  it('is shown without an error, within the limits, and only with safe links', () => {
    fc.assert(
      fc.property(said, message => {
        const shown = readPayload(message)
        for (const [name, value] of leaves(shown)) {
          if (name === 'url') expect(new URL(String(value)).protocol).toMatch(/^(https?|mailto|tel):$/)
          if (name === 'url') expect(linkUrl(value)).toBe(value)
          if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(name === 'text' ? 24_000 : 6_000)
          if (['title', 'name', 'alt', 'subtitle', 'mime', 'address'].includes(name))
            expect(isLine(String(value))).toBe(true)
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
        }
        for (const media of ['image', 'file', 'audio', 'video'] as const) {
          if (shown.kind !== media) continue
          expect(shown.kind === 'image' ? shown.image.url : shown.url).toMatch(/^https?:/)
        }
        expect(shown.buttons.length).toBeLessThanOrEqual(SHOWN_LIMITS.buttons)
        if (shown.kind === 'text') expect(shown.text).not.toBe('')
      }),
      { numRuns: 1000 },
    )
  })
})

/** Each value that is not an object, with the name of its field. */
function leaves(value: unknown, name = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[name, value]]
  return Object.entries(value).flatMap(([key, each]) => leaves(each, Array.isArray(value) ? name : key))
}
