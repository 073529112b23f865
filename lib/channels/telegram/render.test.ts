import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { START } from '../../../test/support/clock.ts'
import { aDelivery } from '../../../test/support/deliveries.ts'
import { ana } from '../../../test/support/people.ts'
import type { MessageEntry } from '../../protocol/entry.ts'
import { readPayload } from '../../protocol/read-payload.ts'
import { choicesOf, chosen, chosenAt, dataOf, placeIn } from './choices.ts'
import { telegram } from './telegram.ts'
import { config } from './test-updates.ts'

function callsOf(content: Partial<MessageEntry>, agentName: 'show' | 'hide' = 'hide') {
  const rendering = telegram.render(aDelivery(content), { ...config, agentName }, START)
  if (rendering.status === 'refused') throw new Error(rendering.reason)
  return rendering.calls
}

const URL = 'https://shop.example/tent.jpg'
describe('a message', () => {
  it('has its text above a file if it is too long for a caption', () => {
    const text = 'word '.repeat(300).trim()
    expect(callsOf({ type: 'image', text, payload: { url: URL } })).toMatchObject([
      { method: 'sendMessage', text },
      { method: 'sendPhoto', photo: URL, instead: { text: URL } },
    ])
  })

  it('has its choices below the last of its texts', () => {
    const calls = callsOf({ type: 'text', text: 'word '.repeat(1_000), payload: { quickReplies: ['Yes'] } })
    expect(calls.map(call => 'reply_markup' in call)).toEqual([false, true])
  })

  it('has its choices as lines instead, if Telegram does not take an address of a button', () => {
    const buttons = [
      { type: 'url', title: 'Here', url: 'http://localhost/' },
      { type: 'postback', title: 'Buy', payload: 'b' },
    ]
    expect(callsOf({ type: 'text', text: 'See', payload: { buttons } })).toMatchObject([
      { text: 'See', instead: { method: 'sendMessage', text: 'See\n• Here – http://localhost/\n• Buy' } },
    ])
  })

  it('begins with the name of the agent if the channel shows it, but not in a later piece', () => {
    expect(callsOf({ by: ana, text: 'Hello' }, 'show')).toMatchObject([{ text: 'Ana: Hello' }])
    expect(callsOf({ by: ana, text: 'Hello' })).toMatchObject([{ text: 'Hello' }])
    expect(callsOf({ by: ana, text: 'and more', continues: 1 }, 'show')).toMatchObject([{ text: 'and more' }])
    expect(callsOf({ by: ana, type: 'image', text: 'It', payload: { url: URL } }, 'show')).toMatchObject([
      { caption: 'Ana: It' },
    ])
  })

  it('shows a place without a title or an address', () => {
    const place = { latitude: 60.4, longitude: 5.3 }
    expect(callsOf({ type: 'location', payload: place })).toMatchObject([{ method: 'sendLocation', ...place }])
    expect(callsOf({ type: 'location', payload: { ...place, title: 'Shop' } })).toMatchObject([
      { method: 'sendMessage', text: 'Shop' },
      { method: 'sendLocation', ...place },
    ])
  })

  it('plays a song with its title', () => {
    const payload = { url: 'https://shop.example/rain.mp3', title: 'Rain', bytes: 12_000 }
    expect(callsOf({ type: 'audio', payload })).toMatchObject([
      { method: 'sendAudio', audio: payload.url, title: 'Rain', instead: { text: `Rain · 12 kB\n${payload.url}` } },
    ])
  })
})

const words = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('Buy', ' ', '#4:1', 'p:', 'http://a.example/x', 'tel:110'),
  // Around the limits of a button, of a caption and of a text.
  fc.integer({ min: 28, max: 36 }).map(chars => 'ø'.repeat(chars)),
  fc.integer({ min: 480, max: 700 }).map(chars => 'w '.repeat(chars)),
  fc.integer({ min: 2_000, max: 6_000 }).map(chars => 'w '.repeat(chars)),
)
const button = fc.record(
  { type: fc.constantFrom('postback', 'say', 'url'), title: words, payload: words, text: words, url: words },
  { requiredKeys: ['type', 'title'] },
)
const choices = {
  buttons: fc.array(button, { maxLength: 12 }),
  quickReplies: fc.array(fc.oneof(words, fc.record({ title: words, payload: words })), { maxLength: 25 }),
}
const card = fc.record({ title: words, subtitle: words, image: fc.record({ url: words }), buttons: choices.buttons })
const content = fc.record(
  {
    type: fc.constantFrom('text', 'image', 'file', 'audio', 'video', 'location', 'custom'),
    text: words,
    payload: fc.record(
      {
        ...choices,
        type: fc.constantFrom('card', 'carousel', 'image', 'hologram'),
        url: fc.constantFrom(URL, 'https://shop.example/v.ogg', 'javascript:x'),
        ...{ title: words, name: words, alt: words, address: words },
        ...{ latitude: fc.double({ min: -90, max: 90 }), longitude: fc.double({ min: -180, max: 180 }) },
        cards: fc.array(card, { maxLength: 4 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['type'] },
)

it('a message of any content becomes calls within the limits of the Bot API, in each of their forms', () => {
  fc.assert(
    fc.property(content, given => {
      for (const call of callsOf(given as Partial<MessageEntry>)) {
        for (let form: unknown = call; form !== undefined; form = (form as { instead?: unknown }).instead) {
          expect(complaintsAbout(form as Record<string, unknown>)).toEqual([])
        }
      }
    }),
    { numRuns: 500 },
  )
})

it('a press of any choice is read as the choice that the bot offered', () => {
  fc.assert(
    fc.property(content, given => {
      const shown = readPayload(given)
      for (const [index, choice] of choicesOf(shown).entries()) {
        const data = dataOf(choice, shown, 4)
        const offered = chosenAt(index, shown)
        if (data === undefined) {
          expect(offered).toBeUndefined()
          continue
        }
        const place = placeIn(data)
        expect(place ? chosenAt(place.index, shown) : chosen(data, choice.title)).toEqual(offered)
      }
    }),
  )
})

function complaintsAbout({ method, text, caption, reply_markup }: Record<string, unknown>): readonly string[] {
  const isText = typeof text === 'string' && text.trim() !== '' && text.length <= 4_096 && text.isWellFormed()
  const isCaption = typeof caption === 'string' && caption.trim() !== '' && caption.length <= 1_024
  const { inline_keyboard: rows = [[{ url: 'x' }]] } = (reply_markup ?? {}) as {
    inline_keyboard?: readonly (readonly { url?: string; callback_data?: string }[])[]
  }
  const isButton = ({ url, callback_data = '' }: { url?: string; callback_data?: string }) =>
    url !== undefined || (callback_data !== '' && Buffer.byteLength(callback_data) <= 64)
  return [
    ...(method !== 'sendMessage' || isText ? [] : ['text']),
    ...(caption === undefined || isCaption ? [] : ['caption']),
    ...(rows.length > 0 && rows.every(row => row.length > 0 && row.every(isButton)) ? [] : ['keyboard']),
  ]
}
