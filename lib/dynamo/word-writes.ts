import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { wordsOf } from '../search/words.ts'
import type { Decision } from '../session/decide.ts'
import type { Session } from '../session/session.ts'
import { oldWordsOf } from './old-words.ts'
import type { Key } from './table.ts'
import { OTHER_WORDS, othersOf, wordKey } from './word-keys.ts'

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>

/**
 * Writes a session's words with its first entry, and again when the user's name or e-mail changes. Otherwise writes
 * nothing.
 */
export function wordWrites(
  tableName: string,
  { before, session }: Pick<Decision<unknown>, 'before' | 'session'>,
): Writes {
  if (session.revision === 0) return []
  const isFirst = before.revision === 0
  const { user } = session
  const isSame = before.user.fullName === user.fullName && before.user.email === user.email
  if (!isFirst && isSame && !before.hasOldWords) return []
  const { botId, id } = session
  const words = wordsOf(session)
  const now = words.map(word => wordKey(botId, id, word))
  const stored = isFirst ? [] : storedWordsOf(before).map(word => wordKey(botId, id, word))
  return [
    // Each word's item has the other words, so a change of one word rewrites all items.
    ...now.map((key, index) => ({
      Put: { TableName: tableName, Item: { ...key, [OTHER_WORDS]: othersOf(words, index) } },
    })),
    ...stored.filter(key => !has(now, key)).map(key => ({ Delete: { TableName: tableName, Key: key } })),
  ]
}

function storedWordsOf(session: Session): readonly string[] {
  return session.hasOldWords ? oldWordsOf(session) : wordsOf(session)
}

const has = (all: readonly Key[], { PK, SK }: Key) => all.some(each => each.PK === PK && each.SK === SK)
