import type { Forms } from '../forms.ts'
import { LIMITS } from './limits.ts'

const count = new Intl.NumberFormat('en').format
const caption = `a caption of at most ${count(LIMITS.captionChars)} characters, or else a text above`
const link = 'becomes a text with the address if Telegram does not take it'
const payload = `a payload of any length: beyond ${LIMITS.callbackBytes} bytes the button names its place in the log`

/** The form of each content on Telegram. */
export const FORMS: Forms = {
  text: { becomes: `texts of at most ${count(LIMITS.textChars)} characters, cut between words` },
  markdown: { becomes: 'the text with its marks' },
  image: {
    becomes: `a picture with its text, or else its \`alt\`, as ${caption}; ${link}`,
    loses: '`alt` beside a text',
  },
  file: {
    becomes: `a document with its text, or else its name and size unless the address ends with the name, as ${caption}; ${link}, as all but PDF and ZIP`,
    loses: '`mime`',
  },
  audio: {
    becomes: `a recording with its title and its text as ${caption}; OGG is a voice message; ${link}, as all but MP3, M4A and OGG`,
    loses: 'the title of a voice message beside a text',
  },
  video: {
    becomes: `a film with its text, or else its title and size, as ${caption}; ${link}`,
    loses: 'the title beside a text',
  },
  location: { becomes: 'a place on a map with title and address; without one of them, the other is a text above' },
  card: {
    becomes: 'a picture with title, subtitle and buttons, or a text with them',
    loses: 'the `alt` of the picture',
  },
  carousel: { becomes: 'cards as above, one below the other', loses: 'the `alt` of pictures' },
  choice: { becomes: 'a text with its title, or else its payload' },
  unknown: { becomes: 'a text with its name in brackets' },
  quickReplies: { becomes: `buttons side by side below the last message, which stay there, with ${payload}` },
  urlButton: {
    becomes:
      'a button. `tel` and `mailto` are items of a list in the text, like all buttons of a message whose address Telegram refuses',
  },
  postbackButton: { becomes: `a button with ${payload}` },
  sayButton: { becomes: 'a button whose press is logged as the text' },
  delivered: 'at any time, once the user has written',
}
