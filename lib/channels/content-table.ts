import type { ChannelType } from '../protocol/channels.ts'
import { SHOWN_LIMITS } from '../protocol/shown.ts'
import type { Form, Forms } from './forms.ts'
import { FORMS as messenger } from './messenger/forms.ts'
import { FORMS as telegram } from './telegram/forms.ts'

/** A place in which a user reads messages: the widget, or a platform. */
export type Place = 'web' | ChannelType

const asLink: Form = { becomes: 'a link with title, size and host' }

const web: Forms = {
  text: { becomes: 'a text' },
  markdown: { becomes: 'formatted text, if a bot or an agent wrote it' },
  image: { becomes: 'a picture in reserved space; a link if it may not load' },
  file: { becomes: 'a link with name, size and host' },
  audio: { ...asLink, loses: 'a player' },
  video: { ...asLink, loses: 'a player' },
  location: { becomes: 'a link to a map with title and address' },
  card: { becomes: 'a card' },
  carousel: { becomes: 'cards side by side' },
  choice: { becomes: 'its title' },
  unknown: { becomes: 'a line that says that it cannot be shown' },
  quickReplies: { becomes: `at most ${SHOWN_LIMITS.quickReplies} buttons, until somebody writes` },
  urlButton: { becomes: 'a link in a new tab' },
  postbackButton: { becomes: 'a button' },
  sayButton: { becomes: 'a button' },
  delivered: 'at any time',
}

/** A connector gets each content whole, and shows it as it can. */
const whole: Form = { becomes: 'itself' }

const webhook: Forms = {
  text: whole,
  markdown: whole,
  image: whole,
  file: whole,
  audio: whole,
  video: whole,
  location: whole,
  card: whole,
  carousel: whole,
  choice: whole,
  unknown: whole,
  quickReplies: whole,
  urlButton: whole,
  postbackButton: whole,
  sayButton: whole,
  delivered: 'at any time',
}

/**
 * The form of each content at each place. A new kind of content or of channel does not compile without its forms; a
 * platform's are in its folder. The table in docs/channels.md is made of this by `npm run content-table`;
 * `test/channels/content-examples.ts` has examples of each row.
 */
export const CONTENT_TABLE: { readonly [At in Place]: Forms } = { web, webhook, messenger, telegram }
