import type { Actor } from '../protocol/entry.ts'
import type { UserMoment } from '../protocol/user-texts.ts'
import type { NewEntry } from './change.ts'
import type { Moment } from './policy.ts'
import type { Session } from './session.ts'

const AGENT_NAME = /\{\{\s*agentName\s*\}\}/g

/**
 * The message with which Interlude tells the user what happens to the conversation, in the user's language. Empty if the
 * operator configured no text for it. `agent`: replaces `{{agentName}}`; without a name the placeholder disappears.
 */
export function tellUser(
  session: Pick<Session, 'user' | 'delivery'>,
  moment: UserMoment,
  { policy }: Moment,
  agent?: Actor,
): readonly NewEntry[] {
  const texts = policy.userTexts[moment]
  const text = texts && inLanguage(texts, session.user.language)
  if (text === undefined || text === null) return []
  const words = text
    .replace(AGENT_NAME, () => agent?.name ?? '')
    .replace(/ {2,}/g, ' ')
    .trim()
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
 * Chooses the value for a person's language: that of the tag (`pt-BR`), else of its language alone (`pt`), else the
 * English one, else the first.
 */
function inLanguage<T>(values: Readonly<Record<string, T>>, tag: string | undefined): T | undefined {
  const wanted = [tag, tag?.split('-')[0]?.toLowerCase(), 'en']
  for (const each of wanted) {
    if (each !== undefined && Object.hasOwn(values, each)) return values[each]
  }
  return Object.values(values)[0]
}
