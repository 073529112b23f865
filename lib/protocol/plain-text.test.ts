import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText } from './plain-text.ts'
import { readPayload } from './read-payload.ts'
import type { Said } from './shown.ts'

const url = 'https://shop.example/a'
const textOf = (said: Said) => plainText(readPayload(said))

describe('plainText', () => {
  const card = {
    title: 'Red shoes',
    subtitle: '49 €',
    image: { url },
    buttons: [
      { type: 'url', title: 'Look', url },
      { type: 'call', title: 'Call', phone: '+49 30 123' },
      { type: 'url', title: 'Write', url: 'mailto:shop@shop.example?subject=Hi' },
      { type: 'postback', title: 'Buy', payload: 'BUY 1' },
      { type: 'say', title: 'Size?', text: 'Which sizes\nare there?' },
      { type: 'say', title: 'Thanks' },
    ],
  }

  it.each<[string, Said, string]>([
    ['a text as it is', { text: 'Hello\n*there*' }, 'Hello\n*there*'],
    [
      'an image by its text, its alternative text and its address',
      { type: 'image', text: 'My tent', payload: { url, alt: 'A tent' } },
      `My tent\nA tent\n${url}`,
    ],
    ['an image without a text by its address', { type: 'image', payload: { url } }, url],
    [
      'a file by its name, its size and its address',
      { type: 'file', payload: { url, name: 'a.pdf', bytes: 48_300 } },
      `a.pdf · 48 kB\n${url}`,
    ],
    [
      'an audio by its title, its size and its address',
      { type: 'audio', payload: { url, title: 'A song', bytes: 0 } },
      `A song · 0 B\n${url}`,
    ],
    ['a video by its address', { type: 'video', payload: { url } }, url],
    [
      'a location by its title, its address and a link to a map',
      { type: 'location', payload: { latitude: 60.3913, longitude: 5.3221, title: 'Shop', address: 'Bryggen 12' } },
      'Shop\nBryggen 12\nhttps://www.openstreetmap.org/?mlat=60.3913&mlon=5.3221#map=16/60.3913/5.3221',
    ],
    [
      'a card by its title, its subtitle and its buttons',
      { type: 'custom', payload: { type: 'card', ...card } },
      [
        'Red shoes',
        '49 €',
        `• Look – ${url}`,
        '• Call – +4930123',
        '• Write – shop@shop.example',
        '• Buy',
        '• Size? – Which sizes are there?',
        '• Thanks',
      ].join('\n'),
    ],
    [
      'a card once by its title, if that is the text too',
      { type: 'custom', text: 'Red shoes', payload: { type: 'card', title: 'Red shoes', subtitle: '49 €' } },
      'Red shoes\n49 €',
    ],
    [
      'a carousel by numbered cards',
      {
        type: 'custom',
        text: 'Two:',
        payload: { type: 'carousel', cards: [{ title: 'Red', subtitle: '49 €' }, { title: 'Blue' }] },
      },
      'Two:\n1. Red\n49 €\n2. Blue',
    ],
    [
      'quick replies by a numbered list, after the buttons',
      {
        text: 'Which?',
        payload: {
          quickReplies: ['Red', { title: 'Blue', payload: 'b' }],
          buttons: [{ type: 'postback', title: 'All', payload: 'a' }],
        },
      },
      'Which?\n• All\n1. Red\n2. Blue',
    ],
    ['a choice by its title', { type: 'postback', text: 'Buy', payload: { payload: 'BUY' } }, 'Buy'],
    ['a choice without a title by its payload', { type: 'postback', payload: { payload: 'BUY\n1' } }, 'BUY 1'],
    ['an unknown content by its name', { type: 'custom', payload: { type: 'hologram' } }, '(hologram)'],
    ['a text of control characters alone by its kind', { text: '\u0000\u202e' }, '(text)'],
  ])('stands for %s', (_, said, text) => {
    expect(textOf(said)).toBe(text)
  })

  it.each([
    [999, '999 B'],
    [9_999, '9999 B'],
    [10_000, '10 kB'],
    [1_234_567, '1235 kB'],
    [Number.MAX_SAFE_INTEGER, '9007199 GB'],
  ])('writes %i bytes as %s', (bytes, size) => {
    expect(textOf({ type: 'file', payload: { url, bytes } })).toBe(`${size}\n${url}`)
  })

  it('is never empty, and has no control characters and no half characters', () => {
    const value = fc.oneof(
      fc.constantFrom('', ' ', '\n', '\u0000', '\u202e', '\ud83d', 'card', 'carousel', 'image', 'postback', url),
      fc.string({ unit: 'binary' }),
      fc.anything(),
    )
    const payload = fc.dictionary(
      fc.constantFrom('type', 'title', 'text', 'url', 'alt', 'payload', 'cards', 'buttons', 'quickReplies'),
      fc.oneof(value, fc.array(fc.dictionary(fc.constantFrom('title', 'type', 'payload', 'text'), value))),
    )
    const type = fc.constantFrom('text', 'custom', 'image', 'audio', 'location', 'postback')
    fc.assert(
      fc.property(fc.record({ type, text: value, payload }), said => {
        const text = textOf(said as Said)
        expect(text.trim()).not.toBe('')
        expect(text.isWellFormed()).toBe(true)
        expect(text).not.toMatch(/(?!\n|\t)\p{Cc}|[\u202a-\u202e]/u)
      }),
      { numRuns: 500 },
    )
  })
})
