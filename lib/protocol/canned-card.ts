import * as z from 'zod'
import { bytesOf, cannedList, cannedName, tooManyBytes } from './canned-list.ts'
import { asLine } from './line.ts'
import { type Button, Card } from './payload.ts'
import { readButton } from './read-payload.ts'

/** Most canned cards of a bot. */
const MAX_CARDS = 50
/** A card is the payload of one message, and must fit its entry. */
const MAX_CARD_BYTES = 8 * 1024
/** Every reader of a bot's configuration reads its cards, too. */
const MAX_ALL_CARDS_BYTES = 64 * 1024

/** A card that agents send as it is. */
export const CannedCard = z
  .strictObject({
    name: cannedName('Name by which agents choose the card. No two cards have the same name.'),
    card: Card.strict().superRefine((card, context) => {
      for (const problem of cardProblems(card)) context.addIssue({ code: 'custom', ...problem })
    }),
  })
  .meta({ id: 'CannedCard', description: 'Card that agents send as it is.' })
export type CannedCard = z.infer<typeof CannedCard>

/** The canned cards of a bot. */
export const CannedCards = cannedList(CannedCard, { what: 'card', max: MAX_CARDS, maxBytes: MAX_ALL_CARDS_BYTES })

interface Problem {
  readonly path: (string | number)[]
  readonly message: string
}

/** Lists what is wrong with a card that fits the schema: pages would leave out a part of it, or it is too large. */
function cardProblems({ title, buttons = [], ...rest }: Card): Problem[] {
  const problems: Problem[] = buttons.flatMap((button, index) =>
    readButton(button) ? [] : [{ path: ['buttons', index, ...wrongIn(button).path], message: wrongIn(button).message }],
  )
  if (isBlank(title)) problems.push({ path: ['title'], message: NOT_BLANK })
  if (bytesOf({ title, buttons, ...rest }) > MAX_CARD_BYTES) {
    problems.push({ path: [], message: tooManyBytes(MAX_CARD_BYTES) })
  }
  return problems
}

/** Finds the field because of which pages would leave out a button. */
function wrongIn(button: Button): Problem {
  if (isBlank(button.title)) return { path: ['title'], message: NOT_BLANK }
  switch (button.type) {
    case 'url':
      return { path: ['url'], message: 'must be an address over http, https, mailto or tel, without a user name' }
    case 'call':
      return { path: ['phone'], message: 'must be a telephone number' }
    case 'postback':
    case 'say':
      return { path: [], message: 'cannot be shown' }
    default:
      return button satisfies never
  }
}

const NOT_BLANK = 'must not be blank'
const isBlank = (title: string) => asLine(title) === ''
