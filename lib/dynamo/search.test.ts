import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, expect, it } from 'vitest'
import { START } from '../../test/support/clock.ts'
import { calls, dynamo, resetDynamo, store } from '../../test/support/dynamo-mock.ts'
import { wordsOf } from '../search/words.ts'
import { newSession, type Session } from '../session/session.ts'
import { encodeSession } from './codec.ts'
import { keys } from './keys.ts'
import { OTHER_WORDS, othersOf, wordKey } from './word-keys.ts'

beforeEach(resetDynamo)

const person = (userId: string, fullName: string): Session => ({
  ...newSession({ botId: 'shop', channel: 'web', userId }, START),
  revision: 1,
  user: { fullName },
})
const stored = (session: Session) => ({ ...keys.state(session.id), ...encodeSession(session) })
const wordItem = (session: Session, word: string) => ({
  ...wordKey('shop', session.id, word),
  [OTHER_WORDS]: othersOf(wordsOf(session), wordsOf(session).indexOf(word)),
})
const maria = person('u-1', 'Maria Silva')
const queries = () => dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input)

it('sends one query for one word; for two, a filtered query for each and one for the whole text', async () => {
  dynamo.on(QueryCommand).resolves({ Items: [wordItem(maria, 'silva')] })
  dynamo.on(BatchGetCommand).resolves({ Responses: { interlude: [stored(maria)] } })

  expect(await store.search({ botId: 'shop', text: 'silva', limit: 10 })).toEqual([maria])
  expect(calls()).toEqual(['QueryCommand', 'BatchGetCommand'])
  expect(queries()[0]).not.toHaveProperty('FilterExpression')

  resetDynamo()
  dynamo.on(QueryCommand).resolves({ Items: [] })
  await store.search({ botId: 'shop', text: 'mar silva', limit: 10 })

  const [silva, mar, whole, ...more] = queries()
  expect(silva).toMatchObject({
    FilterExpression: 'attribute_not_exists(#others) OR (contains(#others, :other0))',
    ExpressionAttributeValues: { ':partition': 'FIND#shop#s', ':prefix': 'silva', ':other0': '\nmar' },
  })
  expect(mar?.ExpressionAttributeValues).toMatchObject({ ':partition': 'FIND#shop#m', ':other0': '\nsilva' })
  expect(whole?.ExpressionAttributeValues).toMatchObject({ ':prefix': 'mar silva' })
  expect(more).toEqual([])
})

it('examines at most 12,020 words, however common they are', async () => {
  const LastEvaluatedKey = { PK: 'FIND#shop#a', SK: 'a' }
  dynamo.on(QueryCommand).resolves({ Items: [], ScannedCount: 1_000, LastEvaluatedKey })
  dynamo.on(QueryCommand, { Limit: 20 }).resolves({ Items: [] })

  expect(await store.search({ botId: 'shop', text: 'a b', limit: 10 })).toEqual([])

  const examined = queries().reduce((sum, { Limit = 0 }) => sum + Limit, 0)
  expect(examined).toBeLessThanOrEqual(2 * 1_000 + 10_000 + 20)
})

it('omits a session that no longer has the word, even if the item of the word remains', async () => {
  const renamed = { ...maria, user: { fullName: 'Maria Costa' } }
  dynamo.on(QueryCommand).resolves({ Items: [wordItem(maria, 'silva')] })
  dynamo.on(BatchGetCommand).resolves({ Responses: { interlude: [stored(renamed)] } })

  expect(await store.search({ botId: 'shop', text: 'silva', limit: 10 })).toEqual([])
})
