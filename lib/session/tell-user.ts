import type { Actor } from '../protocol/entry.ts'
import { partsOf } from '../protocol/placeholders.ts'
import type { UserMoment, UserTexts } from '../protocol/user-texts.ts'
import { WEB_CHANNEL } from '../protocol/wire.ts'
import type { NewEntry } from './change.ts'
import { isOpen, nextOpening, openingText } from './hours.ts'
import type { Moment, QueuePolicy } from './policy.ts'
import { episodeId, type Session } from './session.ts'

/** The placeholders of a text, such as `{{agentName}}`. */
const NAMES: readonly string[] = ['agentName', 'opensAt', 'position', 'episodeId']

/** Makes the value of a placeholder for the language of the text. Without one the placeholder disappears. */
type Values = Readonly<Partial<Record<string, (language: string) => string | undefined>>>

/**
 * The message with which Interlude tells the user what happens to the conversation, in the user's language. Empty if the
 * operator configured no text for it. `agent`: replaces `{{agentName}}`; without a name the placeholder disappears.
 */
export function tellUser(
  session: Pick<Session, 'user' | 'delivery'>,
  moment: UserMoment,
  { userTexts }: Pick<QueuePolicy, 'userTexts'>,
  agent?: Actor,
): readonly NewEntry[] {
  return say(session, userTexts[moment], { agentName: () => agent?.name })
}

/**
 * The message with which Interlude tells the user that the conversation waits for an agent, or waits again. Outside the
 * hours it is the text `outOfHours`.
 */
export function tellWaiting(
  session: Pick<Session, 'user' | 'delivery'>,
  begins: 'waiting' | 'transferred',
  { now, policy }: Moment,
): readonly NewEntry[] {
  const { hours, userTexts } = policy
  if (!hours || isOpen(hours, now)) return tellUser(session, begins, policy)
  const opensAt = nextOpening(hours, now)
  return say(session, userTexts.outOfHours, {
    opensAt: language => (opensAt === undefined ? undefined : openingText(opensAt, hours, language)),
  })
}

/** The message that tells the user their place among those that wait. */
export function tellPlace(
  session: Pick<Session, 'user' | 'delivery'>,
  position: number,
  { userTexts }: Pick<QueuePolicy, 'userTexts'>,
): readonly NewEntry[] {
  return say(session, userTexts.position, { position: () => String(position) })
}

/** The message that asks the user for a rating of the episode that ends. The widget shows stars, and needs no words. */
export function tellToRate(
  session: Pick<Session, 'id' | 'channel' | 'episodes' | 'user' | 'delivery'>,
  { userTexts }: Pick<QueuePolicy, 'userTexts'>,
): readonly NewEntry[] {
  if (session.channel === WEB_CHANNEL) return []
  return say(session, userTexts.rating, { episodeId: () => episodeId(session, session.episodes) })
}

function say(
  session: Pick<Session, 'user' | 'delivery'>,
  texts: UserTexts[UserMoment],
  values: Values,
): readonly NewEntry[] {
  const found = texts && inLanguage(texts, session.user.language)
  if (!found) return []
  const [language, text] = found
  const filled = partsOf(text).map(part => {
    if (typeof part === 'string') return part
    const { name, fallback = '', source } = part
    return NAMES.includes(name) ? (values[name]?.(language) ?? fallback) : source
  })
  const words = filled.join('').replace(/ {2,}/g, ' ').trim()
  if (words === '') return []
  return [
    {
      kind: 'message',
      direction: 'out',
      by: { type: 'system' },
      type: 'text',
      text: words,
      ...(session.delivery !== 'none' && { deliver: true }),
    },
  ]
}

/**
 * Chooses the value for a person's language, with its own language: that of the tag (`pt-BR`), else of its language alone
 * (`pt`), else the English one, else the first.
 */
function inLanguage<T>(values: Readonly<Record<string, T>>, tag: string | undefined): [string, T] | undefined {
  const found = Object.entries(values)
  for (const wanted of [tag, tag?.split('-')[0]?.toLowerCase(), 'en']) {
    const own = found.find(([language]) => language === wanted)
    if (own) return own
  }
  return found[0]
}
