import type { Forms } from '../forms.ts'
import { LIMITS } from './limits.ts'
import { HUMAN_AGENT_DAYS, STANDARD_HOURS } from './window.ts'

const count = new Intl.NumberFormat('en').format
const overflow = '. Others, and whole titles of shortened ones, are items of a list in the text'

/** The form of each content on Messenger. */
export const FORMS: Forms = {
  text: { becomes: `texts of at most ${count(LIMITS.textChars)} characters, cut between words` },
  markdown: { becomes: 'the text with its marks' },
  image: { becomes: 'its text, or else its `alt`, then a picture', loses: '`alt` beside a text; the size' },
  file: {
    becomes: 'its text, its name and size unless the address ends with the name, then a file',
    loses: '`mime`',
  },
  audio: { becomes: 'its text, or else its title and size, then a recording', loses: 'the title beside a text' },
  video: { becomes: 'its text, or else its title and size, then a film', loses: 'the title beside a text' },
  location: { becomes: 'a text with title, address and a link to a map' },
  card: {
    becomes: `a card of the generic template: title and subtitle of at most ${LIMITS.cardTitleChars} characters, ${LIMITS.buttons} buttons. Longer and more ones follow whole in a text. A title alone becomes a text`,
    loses: 'the `alt` of the picture',
  },
  carousel: {
    becomes: `cards as above, at most ${LIMITS.cards} in a message; a text with the numbers of cards follows if something does not fit`,
    loses: 'the `alt` of pictures',
  },
  choice: { becomes: 'a text with its title, or else its payload' },
  unknown: { becomes: 'a text with its name in brackets' },
  quickReplies: {
    becomes: `at most ${LIMITS.quickReplies} quick replies at the last message, with titles of ${LIMITS.choiceTitleChars} characters and payloads of ${count(LIMITS.choicePayloadChars)}${overflow}`,
  },
  urlButton: {
    becomes: `a button: a link, or a call of a number that begins with \`+\`. A text of at most ${LIMITS.buttonTextChars} characters has ${LIMITS.buttons} buttons${overflow}, like \`mailto\` and other numbers`,
  },
  postbackButton: {
    becomes: `a button, before links if there are more than ${LIMITS.buttons}, with a payload of at most ${count(LIMITS.choicePayloadChars)} characters${overflow}`,
  },
  sayButton: { becomes: 'a postback button whose press is logged as the text' },
  delivered: `a bot's within ${STANDARD_HOURS} hours of the user's last message, an agent's within ${HUMAN_AGENT_DAYS} days; a later one is undeliverable`,
}
