import type { ContentName } from '../../lib/channels/forms.ts'
import type { Message } from '../../lib/channels/messenger/messages.ts'
import { choiceExamples } from './choice-examples.ts'
import type { Examples } from './example.ts'

const TENT = 'https://shop.example/tent.jpg'
const MAP = 'https://www.openstreetmap.org/?mlat=60.3913&mlon=5.3221#map=16/60.3913/5.3221'
const LONG_TITLE = 'Ridge tent for two people and a dog, with an awning, four poles and a groundsheet'
const SHORT_TITLE = 'Ridge tent for two people and a dog, with an awning, four poles and a groundshe…'
const LONG_SUBTITLE = 'Waterproof, 2.1 kg, in green, blue and orange, delivered within three working days'
const SHORT_SUBTITLE = 'Waterproof, 2.1 kg, in green, blue and orange, delivered within three working d…'

const media = (type: 'image' | 'file' | 'audio' | 'video', url: string): Message => ({
  attachment: { type, payload: { url } },
})
const cards = (...elements: readonly { readonly title: string; readonly [name: string]: unknown }[]): Message => ({
  attachment: { type: 'template', payload: { template_type: 'generic', elements } },
})

/** Examples of each row of the table in docs/channels.md. The first one is usual, the others are at its limits. */
export const CONTENT_EXAMPLES: Examples<ContentName> = {
  text: [
    { what: 'of a line', said: { type: 'text', text: 'Hello!' }, plain: 'Hello!', messenger: [{ text: 'Hello!' }] },
    {
      what: 'of more than 2,000 characters',
      said: { type: 'text', text: `${'word '.repeat(500)}end` },
      plain: `${'word '.repeat(500)}end`,
      messenger: [{ text: 'word '.repeat(400).trim() }, { text: `${'word '.repeat(100)}end` }],
    },
    {
      what: 'with marks that would disturb others',
      said: { type: 'text', text: 'a\u202eb\u0007c\r\nd \ud83d' },
      plain: 'abc\nd \ufffd',
      messenger: [{ text: 'abc\nd \ufffd' }],
    },
  ],
  markdown: [
    {
      what: 'in a text',
      said: { type: 'text', text: '**See** [our shop](https://shop.example)' },
      plain: '**See** [our shop](https://shop.example)',
      messenger: [{ text: '**See** [our shop](https://shop.example)' }],
    },
  ],
  image: [
    {
      what: 'with a text',
      said: { type: 'image', text: 'My tent', payload: { url: TENT, alt: 'A green tent', width: 640, height: 400 } },
      plain: `My tent\nA green tent\n${TENT}`,
      messenger: [{ text: 'My tent' }, media('image', TENT)],
    },
    {
      what: 'with a description alone',
      said: { type: 'image', payload: { url: TENT, alt: 'A green tent' } },
      plain: `A green tent\n${TENT}`,
      messenger: [{ text: 'A green tent' }, media('image', TENT)],
    },
    {
      what: 'in the spelling of Botpress',
      said: { type: 'custom', payload: { type: 'image', image: TENT, title: 'A green tent' } },
      plain: `A green tent\n${TENT}`,
      messenger: [{ text: 'A green tent' }, media('image', TENT)],
    },
    { what: 'alone', said: { type: 'image', payload: { url: TENT } }, plain: TENT, messenger: [media('image', TENT)] },
  ],
  file: [
    {
      what: 'named by its address',
      said: { type: 'file', payload: { url: 'https://shop.example/invoice.pdf', name: 'invoice.pdf', bytes: 48_000 } },
      plain: 'invoice.pdf · 48 kB\nhttps://shop.example/invoice.pdf',
      messenger: [media('file', 'https://shop.example/invoice.pdf')],
    },
    {
      what: 'with another name, and a text',
      said: {
        type: 'file',
        text: 'Here it is:',
        payload: { url: 'https://shop.example/d/8f3', name: 'invoice.pdf', bytes: 48_000, mime: 'application/pdf' },
      },
      plain: 'Here it is:\ninvoice.pdf · 48 kB\nhttps://shop.example/d/8f3',
      messenger: [{ text: 'Here it is:\ninvoice.pdf · 48 kB' }, media('file', 'https://shop.example/d/8f3')],
    },
  ],
  audio: [
    {
      what: 'with a title',
      said: { type: 'audio', payload: { url: 'https://shop.example/v.ogg', title: 'Voice message', bytes: 12_000 } },
      plain: 'Voice message · 12 kB\nhttps://shop.example/v.ogg',
      messenger: [{ text: 'Voice message · 12 kB' }, media('audio', 'https://shop.example/v.ogg')],
    },
  ],
  video: [
    {
      what: 'with a text',
      said: { type: 'video', text: 'See:', payload: { url: 'https://shop.example/film.mp4', title: 'How it leaks' } },
      plain: 'See:\nHow it leaks\nhttps://shop.example/film.mp4',
      messenger: [{ text: 'See:' }, media('video', 'https://shop.example/film.mp4')],
    },
  ],
  location: [
    {
      what: 'with a title and an address',
      said: {
        type: 'location',
        payload: { latitude: 60.3913, longitude: 5.3221, title: 'Northfold', address: 'Bryggen 12' },
      },
      plain: `Northfold\nBryggen 12\n${MAP}`,
      messenger: [{ text: `Northfold\nBryggen 12\n${MAP}` }],
    },
  ],
  card: [
    {
      what: 'with a picture and a button',
      said: {
        type: 'custom',
        text: 'Our best:',
        payload: {
          type: 'card',
          title: 'Ridge tent',
          subtitle: '€ 289',
          image: { url: TENT, alt: 'A green tent' },
          buttons: [{ type: 'postback', title: 'Buy', payload: 'BUY 1' }],
        },
      },
      plain: 'Our best:\nRidge tent\n€ 289\n• Buy',
      messenger: [
        { text: 'Our best:' },
        cards({
          title: 'Ridge tent',
          subtitle: '€ 289',
          image_url: TENT,
          buttons: [{ type: 'postback', title: 'Buy', payload: 'BUY 1' }],
        }),
      ],
    },
    {
      what: 'with long titles and four buttons',
      said: {
        type: 'custom',
        payload: {
          type: 'card',
          title: LONG_TITLE,
          subtitle: LONG_SUBTITLE,
          buttons: ['Green', 'Blue', 'Orange', 'Another colour of yours'].map(title => ({
            type: 'postback',
            title,
            payload: title,
          })),
        },
      },
      plain: `${LONG_TITLE}\n${LONG_SUBTITLE}\n• Green\n• Blue\n• Orange\n• Another colour of yours`,
      messenger: [
        cards({
          title: SHORT_TITLE,
          subtitle: SHORT_SUBTITLE,
          buttons: ['Green', 'Blue', 'Orange'].map(title => ({ type: 'postback', title, payload: title })),
        }),
        { text: `${LONG_TITLE}\n${LONG_SUBTITLE}\n• Another colour of yours` },
      ],
    },
    {
      what: 'with a title alone',
      said: { type: 'custom', payload: { type: 'card', title: 'Ridge tent' } },
      plain: 'Ridge tent',
      messenger: [{ text: 'Ridge tent' }],
    },
  ],
  carousel: [
    {
      what: 'of two cards',
      said: {
        type: 'custom',
        payload: { type: 'carousel', cards: ['Tent', 'Stove'].map(title => ({ title, image: { url: TENT } })) },
      },
      plain: '1. Tent\n2. Stove',
      messenger: [cards({ title: 'Tent', image_url: TENT }, { title: 'Stove', image_url: TENT })],
    },
    {
      what: 'of twelve cards, with one that is not a card for the platform and one with a long title',
      said: {
        type: 'custom',
        payload: {
          type: 'carousel',
          cards: [
            { title: 'Bare' },
            ...Array.from({ length: 10 }, (_, at) => ({ title: `Tent ${at}`, subtitle: '€ 1' })),
            { title: LONG_TITLE, subtitle: '€ 2' },
          ],
        },
      },
      plain: [
        '1. Bare',
        ...Array.from({ length: 10 }, (_, at) => `${at + 2}. Tent ${at}\n€ 1`),
        `12. ${LONG_TITLE}\n€ 2`,
      ].join('\n'),
      messenger: [
        cards(...Array.from({ length: 10 }, (_, at) => ({ title: `Tent ${at}`, subtitle: '€ 1' }))),
        cards({ title: SHORT_TITLE, subtitle: '€ 2' }),
        { text: `1. Bare\n12. ${LONG_TITLE}` },
      ],
    },
  ],
  choice: [
    {
      what: 'with its title',
      said: { type: 'quick_reply', text: 'Yes, please', payload: { payload: 'yes' } },
      plain: 'Yes, please',
      messenger: [{ text: 'Yes, please' }],
    },
    {
      what: 'without a title',
      said: { type: 'postback', payload: { payload: 'BUY 1' } },
      plain: 'BUY 1',
      messenger: [{ text: 'BUY 1' }],
    },
  ],
  unknown: [
    {
      what: 'with a name',
      said: { type: 'custom', payload: { type: 'hologram' } },
      plain: '(hologram)',
      messenger: [{ text: '(hologram)' }],
    },
  ],
  ...choiceExamples,
}
