import type { ChannelType } from '../protocol/channels.ts'
import { SHOWN_LIMITS, type ShownButton, type ShownKind } from '../protocol/shown.ts'
import { LIMITS } from './messenger/limits.ts'
import { HUMAN_AGENT_DAYS, STANDARD_HOURS } from './messenger/window.ts'

/** Everything that a message may contain: each kind of content, each kind of choice, and the marks of a text. */
export type ContentName = ShownKind | `${ShownButton['type']}Button` | 'quickReplies' | 'markdown'

/** Where a user reads messages: the widget, or a platform. */
export type Place = 'web' | ChannelType

/** The form of a content. `loses` names whatever the user does not get. */
export interface Form {
  readonly becomes: string
  readonly loses?: string
}

/** A connector gets each content whole, and shows it as it can. */
const whole: Form = { becomes: 'itself' }

const asLink: Form = { becomes: 'a link with title, size and host' }
const count = new Intl.NumberFormat('en').format
const overflow = '. Others, and whole titles of shortened ones, are items of a list in the text'

/**
 * The form of each content at each place. A new kind of content or of channel does not compile without its forms. The
 * table in docs/channels.md is made of this by `npm run content-table`; `test/channels/content-examples.ts` has examples
 * of each row.
 */
export const CONTENT_TABLE: { readonly [Name in ContentName]: { readonly [At in Place]: Form } } = {
  text: {
    web: { becomes: 'a text' },
    webhook: whole,
    messenger: { becomes: `texts of at most ${count(LIMITS.textChars)} characters, cut between words` },
  },
  markdown: {
    web: { becomes: 'formatted text, if a bot or an agent wrote it' },
    webhook: whole,
    messenger: { becomes: 'the text with its marks' },
  },
  image: {
    web: { becomes: 'a picture in reserved space; a link if it may not load' },
    webhook: whole,
    messenger: { becomes: 'its text, or else its `alt`, then a picture', loses: '`alt` beside a text; the size' },
  },
  file: {
    web: { becomes: 'a link with name, size and host' },
    webhook: whole,
    messenger: {
      becomes: 'its text, its name and size unless the address ends with the name, then a file',
      loses: '`mime`',
    },
  },
  audio: {
    web: { ...asLink, loses: 'a player' },
    webhook: whole,
    messenger: { becomes: 'its text, or else its title and size, then a recording', loses: 'the title beside a text' },
  },
  video: {
    web: { ...asLink, loses: 'a player' },
    webhook: whole,
    messenger: { becomes: 'its text, or else its title and size, then a film', loses: 'the title beside a text' },
  },
  location: {
    web: { becomes: 'a link to a map with title and address' },
    webhook: whole,
    messenger: { becomes: 'a text with title, address and a link to a map' },
  },
  card: {
    web: { becomes: 'a card' },
    webhook: whole,
    messenger: {
      becomes: `a card of the generic template: title and subtitle of at most ${LIMITS.cardTitleChars} characters, ${LIMITS.buttons} buttons. Longer and more ones follow whole in a text. A title alone becomes a text`,
      loses: 'the `alt` of the picture',
    },
  },
  carousel: {
    web: { becomes: 'cards side by side' },
    webhook: whole,
    messenger: {
      becomes: `cards as above, at most ${LIMITS.cards} in a message; a text with the numbers of cards follows if something does not fit`,
      loses: 'the `alt` of pictures',
    },
  },
  choice: {
    web: { becomes: 'its title' },
    webhook: whole,
    messenger: { becomes: 'a text with its title, or else its payload' },
  },
  unknown: {
    web: { becomes: 'a line that says that it cannot be shown' },
    webhook: whole,
    messenger: { becomes: 'a text with its name in brackets' },
  },
  quickReplies: {
    web: { becomes: `at most ${SHOWN_LIMITS.quickReplies} buttons, until somebody writes` },
    webhook: whole,
    messenger: {
      becomes: `at most ${LIMITS.quickReplies} quick replies at the last message, with titles of ${LIMITS.choiceTitleChars} characters and payloads of ${count(LIMITS.choicePayloadChars)}${overflow}`,
    },
  },
  urlButton: {
    web: { becomes: 'a link in a new tab' },
    webhook: whole,
    messenger: {
      becomes: `a button: a link, or a call of a number that begins with \`+\`. A text of at most ${LIMITS.buttonTextChars} characters has ${LIMITS.buttons} buttons${overflow}, like \`mailto\` and other numbers`,
    },
  },
  postbackButton: {
    web: { becomes: 'a button' },
    webhook: whole,
    messenger: {
      becomes: `a button, before links if there are more than ${LIMITS.buttons}, with a payload of at most ${count(LIMITS.choicePayloadChars)} characters${overflow}`,
    },
  },
  sayButton: {
    web: { becomes: 'a button' },
    webhook: whole,
    messenger: { becomes: 'a postback button whose press is logged as the text' },
  },
}

/** When each place takes a message. */
export const DELIVERY_TIMES: { readonly [At in Place]: string } = {
  web: 'at any time',
  webhook: 'at any time',
  messenger: `a bot's within ${STANDARD_HOURS} hours of the user's last message, an agent's within ${HUMAN_AGENT_DAYS} days; a later one is undeliverable`,
}
