import type { BotAnswer } from '../../../lib/protocol/bot.ts'
import type { ShownKind } from '../../../lib/protocol/shown.ts'

export type Message = NonNullable<BotAnswer['replies']>[number]

/** The maximum number of replies in one request. */
export const ENTRIES_PER_REQUEST = 50

/** A message of each kind that pages can show. `url` has the pictures. */
export function kindsOfContent(url: string): Readonly<Record<ShownKind, Message>> {
  const picture = { url: `${url}/demo/tent.svg`, alt: 'A tent', width: 640, height: 400 }
  return {
    text: {
      type: 'text',
      text: 'See **this**, `that`, and\n\n- our [shop](https://shop.example)\n- https://shop.example/tents',
    },
    image: { type: 'image', text: 'My tent', payload: picture },
    file: { type: 'file', payload: { url: 'https://shop.example/invoice.pdf', name: 'invoice.pdf', bytes: 48_000 } },
    audio: { type: 'audio', payload: { url: 'https://shop.example/voice.ogg', title: 'Voice message' } },
    video: { type: 'video', payload: { url: 'https://shop.example/film.mp4', title: 'How it leaks' } },
    location: {
      type: 'location',
      payload: { latitude: 60.3913, longitude: 5.3221, title: 'Northfold', address: 'Bryggen 12' },
    },
    card: {
      type: 'custom',
      payload: {
        type: 'card',
        title: 'Ridge tent for two',
        subtitle: '€ 289 · 2.1 kg',
        image: picture,
        buttons: [
          { type: 'url', title: 'See it', url: 'https://shop.example/tents' },
          { type: 'say', title: 'Ask about it', text: 'Is it waterproof?' },
        ],
      },
    },
    carousel: {
      type: 'custom',
      payload: {
        type: 'carousel',
        cards: ['Ridge tent', 'Fell backpack', 'Ember stove'].map(title => ({
          title,
          image: picture,
          buttons: [{ type: 'say', title: 'Ask', text: title }],
        })),
      },
    },
    choice: { type: 'quick_reply', text: 'Yes, please', payload: { payload: 'yes' } },
    unknown: { type: 'custom', payload: { type: 'hologram' } },
  }
}

/** All kinds that pages can show. */
export const KINDS = Object.keys(kindsOfContent('')) as readonly ShownKind[]

/** A message of each kind, and those that were once shown wrong. The last one has no text that a page could show. */
export function everyContent(url: string): readonly Message[] {
  const { unknown, ...known } = kindsOfContent(url)
  return [
    ...Object.values(known),
    { type: 'postback', text: 'Show me the stove', payload: { payload: 'ember' } },
    // Nothing on these cards is focusable.
    { type: 'custom', payload: { type: 'carousel', cards: TENTS.map(title => ({ title, subtitle: '€ 289' })) } },
    unknown,
  ]
}

const TENTS = ['Ridge tent', 'Dome tent', 'Tunnel tent', 'Tarp']

const MARKUP = '<script>globalThis.owned=1</script><img src=x onerror="globalThis.owned=1">'

/** The name of a hostile user. */
export const HOSTILE_NAME = `\u202e${MARKUP}`

/** Messages of the hostile user. */
export const hostileMessages = (): Message[] => [
  { type: 'text', text: MARKUP },
  { type: 'text', text: '[click](javascript:owned=1) javascript:owned=1 data:text/html,<script>1</script>' },
  { type: 'text', text: 'W'.repeat(500) },
  { type: 'text', text: '👩‍👩‍👧‍👦'.repeat(40) },
  { type: 'text', text: `\u202e${'gpj.exe '.repeat(10)}\u2066\u2067 and after` },
  { type: 'text', text: `Z${'\u0351'.repeat(200)}` },
  { type: 'file', payload: { url: 'https://127.0.0.1:9/%00.exe', name: `../../${MARKUP}\u202egnp.exe`, mime: MARKUP } },
  {
    type: 'custom',
    payload: { type: 'card', title: MARKUP, buttons: [{ type: 'url', title: MARKUP, url: 'javascript:owned=1' }] },
  },
  { type: 'custom', payload: { type: MARKUP } },
  { type: 'text', text: 'Choose', payload: { quickReplies: [{ title: MARKUP, payload: MARKUP }] } },
]
