import type { Call } from '../../lib/channels/channel.ts'
import type { ContentName } from '../../lib/channels/forms.ts'

const TENT = 'https://shop.example/tent.jpg'
const PICTURE = 'https://shop.example/a.png'
const SHOP = 'https://shop.example/'

type Button = { readonly text: string } & ({ readonly url: string } | { readonly callback_data: string })

const text = (words: string, ...rows: readonly (readonly Button[])[]): Call => ({
  method: 'sendMessage',
  text: words,
  ...below(rows),
})
const photo = (url: string, caption?: string, ...rows: readonly (readonly Button[])[]): Call => ({
  method: 'sendPhoto',
  photo: url,
  ...(caption !== undefined && { caption }),
  ...below(rows),
})
const below = (rows: readonly (readonly Button[])[]) =>
  rows.length === 0 ? {} : { reply_markup: { inline_keyboard: rows } }
const press = (title: string, data: string) => ({ text: title, callback_data: data })
const open = (title: string, url: string) => ({ text: title, url })

const LONG_TITLE = 'Ridge tent for two people and a dog, with an awning, four poles and a groundsheet'
const LONG_SUBTITLE = 'Waterproof, 2.1 kg, in green, blue and orange, delivered within three working days'
const CARD_BUTTONS = ['Green', 'Blue', 'Orange', 'Another colour of yours'].map(title => [press(title, `p:${title}`)])
const sizes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => press(`Size ${from + at}`, `q:Size ${from + at}`))

/** The calls of the Bot API for each example of `content-examples.ts`, in their order. */
export const TELEGRAM_FORMS: { readonly [Name in ContentName]: readonly (readonly Call[])[] } = {
  text: [[text('Hello!')], [text(`${'word '.repeat(500)}end`)], [text('abc\nd \ufffd')]],
  markdown: [[text('**See** [our shop](https://shop.example)')]],
  image: [[photo(TENT, 'My tent')], [photo(TENT, 'A green tent')], [photo(TENT, 'A green tent')], [photo(TENT)]],
  file: [
    [{ method: 'sendDocument', document: 'https://shop.example/invoice.pdf' }],
    [{ method: 'sendDocument', document: 'https://shop.example/d/8f3', caption: 'Here it is:' }],
  ],
  audio: [[{ method: 'sendVoice', voice: 'https://shop.example/v.ogg', caption: 'Voice message · 12 kB' }]],
  video: [[{ method: 'sendVideo', video: 'https://shop.example/film.mp4', caption: 'See:' }]],
  location: [
    [{ method: 'sendVenue', latitude: 60.3913, longitude: 5.3221, title: 'Northfold', address: 'Bryggen 12' }],
  ],
  card: [
    [text('Our best:'), photo(TENT, 'Ridge tent\n€ 289', [press('Buy', 'p:BUY 1')])],
    [text(`${LONG_TITLE}\n${LONG_SUBTITLE}`, ...CARD_BUTTONS)],
    [text('Ridge tent')],
  ],
  carousel: [
    [photo(TENT, 'Tent'), photo(TENT, 'Stove')],
    [text('Bare'), ...Array.from({ length: 10 }, (_, at) => text(`Tent ${at}\n€ 1`)), text(`${LONG_TITLE}\n€ 2`)],
  ],
  choice: [[text('Yes, please')], [text('BUY 1')]],
  unknown: [[text('(hologram)')]],
  quickReplies: [
    [text('Which?', [press('Red', 'q:r'), press('Blue', 'q:Blue')])],
    [text('Which?', [press('Red', 'q:r')])],
    [text('Which?', sizes(30, 33), sizes(34, 37), sizes(38, 41), sizes(42, 44))],
    // The payload of the second one is too long: it is read from the log, entry 2.
    [text('Which?', [press('The red one with laces', 'q:r'), press('Blue', '#2:1')])],
    [photo(PICTURE, undefined, [press('Nice', 'q:Nice')])],
  ],
  urlButton: [
    [text('See:', [open('Shop', SHOP)])],
    [text('Call us\n• Call – +49301234')],
    [text('Help:\n• Call – 110\n• Write – help@shop.example')],
    [text('word '.repeat(200).trim(), [open('Shop', SHOP)])],
    [text(`${SHOP}?${'q'.repeat(700)}`, [open('Shop', SHOP)])],
    [photo(PICTURE, undefined, [open('Shop', SHOP)])],
  ],
  postbackButton: [
    [
      text(
        'What now?',
        [open('Shop', SHOP)],
        ...['Buy', 'Reserve', 'Forget'].map(title => [press(title, `p:${title}`)]),
      ),
    ],
    [photo(PICTURE, 'This one?', [press('Yes', 'p:y')])],
  ],
  sayButton: [[text('Questions?', [press('Sizes', 's:Which sizes are there?')])]],
}
