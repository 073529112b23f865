import type { BotAnswer } from '../../lib/protocol/bot.ts'

type Reply = NonNullable<BotAnswer['replies']>[number]

const PICTURE = { width: 640, height: 400 } as const

const PRODUCTS = [
  {
    title: 'Ridge tent for two',
    subtitle: '€ 289 · 2.1 kg, up in four minutes',
    file: 'tent.svg',
    alt: 'A green tent below a mountain',
    ask: 'Is the Ridge tent waterproof?',
  },
  {
    title: 'Fell backpack, 38 litres',
    subtitle: '€ 149 · made of old sails',
    file: 'backpack.svg',
    alt: 'A red backpack leaning against a rock',
    ask: 'What fits into the Fell backpack?',
  },
  {
    title: 'Ember stove',
    subtitle: '€ 64 · burns what lies around',
    file: 'stove.svg',
    alt: 'A small stove with a pot on it',
    ask: 'Does the Ember stove work in the rain?',
  },
] as const

/** The marks in the brain's texts, and the reply that each adds. `origin`: where the demo's pictures are. */
const MARKS = {
  '{products}': origin => ({
    type: 'custom',
    payload: {
      type: 'carousel',
      cards: PRODUCTS.map(({ title, subtitle, file, alt, ask }) => ({
        title,
        subtitle,
        image: { url: `${origin}/demo/${file}`, alt, ...PICTURE },
        buttons: [{ type: 'say', title: 'Ask about it', text: ask }],
      })),
    },
  }),
  '{shop}': origin => ({
    type: 'image',
    text: 'This is where we are.',
    payload: { url: `${origin}/demo/shop.svg`, alt: 'A small shop at the foot of a hill', ...PICTURE },
  }),
  '{place}': () => ({
    type: 'location',
    payload: { latitude: 60.3913, longitude: 5.3221, title: 'Northfold', address: 'Bryggen 12, Bergen' },
  }),
  '{guide}': origin => ({
    type: 'file',
    payload: { url: `${origin}/demo/care-guide.txt`, name: 'Care guide.txt', mime: 'text/plain' },
  }),
} as const satisfies Record<string, (origin: string) => Reply>

/** The quick replies of a greeting. */
const CHOICES = ['Show me your gear', 'When are you open?', 'Talk to a person'].map(title => ({ title }))

/**
 * Makes the replies from the brain's text: the text without marks, the replies of its marks, and quick replies on the
 * web.
 */
export function repliesOf(said: string, origin: string, channel: string): Reply[] {
  const marks = Object.entries(MARKS).filter(([mark]) => said.includes(mark))
  const offers = said.includes('{choices}') && channel === 'web'
  const text = said.replace(/\{\w+\}/g, '').trim()
  return [
    { type: 'text', text, ...(offers && { payload: { quickReplies: CHOICES } }) },
    ...marks.map(([, make]) => make(origin)),
  ]
}
