import type { ContentName } from '../../lib/channels/forms.ts'
import type { Message } from '../../lib/channels/messenger/messages.ts'
import type { ShownKind } from '../../lib/protocol/shown.ts'
import type { Examples } from './example.ts'

const SHOP = 'https://shop.example/'
const LONG_URL = `${SHOP}?${'q'.repeat(700)}`

const withButtons = (text: string, ...buttons: readonly Button[]): Message => ({
  attachment: { type: 'template', payload: { template_type: 'button', text, buttons } },
})
type Button = { readonly type: 'web_url'; readonly title: string; readonly url: string } | Postback
type Postback = { readonly type: 'postback' | 'phone_number'; readonly title: string; readonly payload: string }

const reply = (title: string, payload: string) => ({ content_type: 'text', title, payload }) as const
const postback = (title: string, payload: string) => ({ type: 'postback', title, payload }) as const
const sizes = Array.from({ length: 15 }, (_, at) => `Size ${at + 30}`)

/** Examples of quick replies and of each kind of button. */
export const choiceExamples: Examples<Exclude<ContentName, ShownKind | 'markdown'>> = {
  quickReplies: [
    {
      what: 'with and without a payload',
      said: {
        type: 'text',
        text: 'Which?',
        payload: { quickReplies: [{ title: 'Red', payload: 'r' }, { title: 'Blue' }] },
      },
      plain: 'Which?\n1. Red\n2. Blue',
      messenger: [{ text: 'Which?', quick_replies: [reply('Red', 'r'), reply('Blue', 'Blue')] }],
    },
    {
      what: 'of a dropdown of Botpress',
      said: {
        type: 'custom',
        payload: { type: 'dropdown', message: 'Which?', options: [{ label: 'Red', value: 'r' }] },
      },
      plain: 'Which?\n1. Red',
      messenger: [{ text: 'Which?', quick_replies: [reply('Red', 'r')] }],
    },
    {
      what: 'more than 13',
      said: { type: 'text', text: 'Which?', payload: { quickReplies: sizes } },
      plain: ['Which?', ...sizes.map((size, at) => `${at + 1}. ${size}`)].join('\n'),
      messenger: [
        {
          text: 'Which?\n• Size 43\n• Size 44',
          quick_replies: sizes.slice(0, 13).map(size => reply(size, size)),
        },
      ],
    },
    {
      what: 'with a long title, and with a long payload',
      said: {
        type: 'text',
        text: 'Which?',
        payload: {
          quickReplies: [
            { title: 'The red one with laces', payload: 'r' },
            { title: 'Blue', payload: 'b'.repeat(1_001) },
          ],
        },
      },
      plain: 'Which?\n1. The red one with laces\n2. Blue',
      messenger: [
        { text: 'Which?\n• The red one with laces\n• Blue', quick_replies: [reply('The red one with la…', 'r')] },
      ],
    },
    {
      what: 'of a picture',
      said: { type: 'image', payload: { url: `${SHOP}a.png`, quickReplies: ['Nice'] } },
      plain: `${SHOP}a.png\n1. Nice`,
      messenger: [
        { attachment: { type: 'image', payload: { url: `${SHOP}a.png` } }, quick_replies: [reply('Nice', 'Nice')] },
      ],
    },
  ],
  urlButton: [
    {
      what: 'that opens a page',
      said: { type: 'text', text: 'See:', payload: { buttons: [{ type: 'url', title: 'Shop', url: SHOP }] } },
      plain: `See:\n• Shop – ${SHOP}`,
      messenger: [withButtons('See:', { type: 'web_url', title: 'Shop', url: SHOP })],
    },
    {
      what: 'that calls an international number',
      said: {
        type: 'text',
        text: 'Call us',
        payload: { buttons: [{ type: 'call', title: 'Call', phone: '+49 (30) 12-34' }] },
      },
      plain: 'Call us\n• Call – +49301234',
      messenger: [withButtons('Call us', { type: 'phone_number', title: 'Call', payload: '+49301234' })],
    },
    {
      what: 'that calls another number, or writes an e-mail',
      said: {
        type: 'text',
        text: 'Help:',
        payload: {
          buttons: [
            { type: 'url', title: 'Call', url: 'tel:110' },
            { type: 'url', title: 'Write', url: 'mailto:help@shop.example' },
          ],
        },
      },
      plain: 'Help:\n• Call – 110\n• Write – help@shop.example',
      messenger: [{ text: 'Help:\n• Call – 110\n• Write – help@shop.example' }],
    },
    {
      what: 'with a long text',
      said: {
        type: 'text',
        text: 'word '.repeat(200),
        payload: { buttons: [{ type: 'url', title: 'Shop', url: SHOP }] },
      },
      plain: `${'word '.repeat(200)}\n• Shop – ${SHOP}`,
      messenger: [
        { text: 'word '.repeat(128).trim() },
        withButtons('word '.repeat(72).trim(), { type: 'web_url', title: 'Shop', url: SHOP }),
      ],
    },
    {
      what: 'with a word that its text cannot hold',
      said: { type: 'text', text: LONG_URL, payload: { buttons: [{ type: 'url', title: 'Shop', url: SHOP }] } },
      plain: `${LONG_URL}\n• Shop – ${SHOP}`,
      messenger: [{ text: LONG_URL }, withButtons('…', { type: 'web_url', title: 'Shop', url: SHOP })],
    },
    {
      what: 'of a picture without a text',
      said: {
        type: 'image',
        payload: { url: `${SHOP}a.png`, buttons: [{ type: 'url', title: 'Shop', url: SHOP }] },
      },
      plain: `${SHOP}a.png\n• Shop – ${SHOP}`,
      messenger: [
        { attachment: { type: 'image', payload: { url: `${SHOP}a.png` } } },
        withButtons('shop.example', { type: 'web_url', title: 'Shop', url: SHOP }),
      ],
    },
  ],
  postbackButton: [
    {
      what: 'beside a link, with more buttons than three',
      said: {
        type: 'text',
        text: 'What now?',
        payload: {
          buttons: [
            { type: 'url', title: 'Shop', url: SHOP },
            ...['Buy', 'Reserve', 'Forget'].map(title => ({ type: 'postback', title, payload: title })),
          ],
        },
      },
      plain: `What now?\n• Shop – ${SHOP}\n• Buy\n• Reserve\n• Forget`,
      messenger: [
        withButtons(
          `What now?\n• Shop – ${SHOP}`,
          postback('Buy', 'Buy'),
          postback('Reserve', 'Reserve'),
          postback('Forget', 'Forget'),
        ),
      ],
    },
    {
      what: 'of a picture with a text',
      said: {
        type: 'image',
        text: 'This one?',
        payload: { url: `${SHOP}a.png`, buttons: [{ type: 'postback', title: 'Yes', payload: 'y' }] },
      },
      plain: `This one?\n${SHOP}a.png\n• Yes`,
      messenger: [
        { attachment: { type: 'image', payload: { url: `${SHOP}a.png` } } },
        withButtons('This one?', postback('Yes', 'y')),
      ],
    },
  ],
  sayButton: [
    {
      what: 'with a text of its own',
      said: {
        type: 'text',
        text: 'Questions?',
        payload: { buttons: [{ type: 'say', title: 'Sizes', text: 'Which sizes are there?' }] },
      },
      plain: 'Questions?\n• Sizes – Which sizes are there?',
      messenger: [withButtons('Questions?', postback('Sizes', 'interlude:say:Which sizes are there?'))],
    },
  ],
}
