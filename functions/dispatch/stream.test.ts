import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { expect, it } from 'vitest'
import { encodeSession } from '../../lib/dynamo/codec.ts'
import { keys } from '../../lib/dynamo/keys.ts'
import type { Session } from '../../lib/session/session.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { anAgentSocket } from '../../test/support/stored.ts'
import { liveStreamHandler, streamHandler } from './stream.ts'

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>

const recordOf = (session: Session, SequenceNumber: string, more: object = {}): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    Keys: marshall(keys.state(session.id)) as Image,
    NewImage: marshall({ ...keys.state(session.id), ...encodeSession(session), ...more }) as Image,
    SequenceNumber,
  },
})

/** Both ask for a person; Maria's stream record cannot be read. */
async function oneUnreadable() {
  const world = await appWorld()
  for (const who of [maria, jonas]) await world.userAsksForPerson(who)
  const [ofMaria, ofJonas] = [await world.load(maria), await world.load(jonas)]
  const Records = [recordOf(ofMaria.session, '100', { h: '{' }), recordOf(ofJonas.session, '101')]
  return { world, Records, jonas: ofJonas.session.id }
}

it('streamHandler reports an unreadable record, so that it ends in the dead-letter queue, and serves the others', async () => {
  const { world, Records, jonas } = await oneUnreadable()

  const answer = await streamHandler(world.app)({ Records })

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '100' }] })
  expect(world.app.notices).toMatchObject([{ data: { conversations: expect.arrayContaining([jonas]) } }])
})

it('liveStreamHandler sends live subscribers the readable records of a batch', async () => {
  const { world, Records, jonas } = await oneUnreadable()
  await world.store.putSocket(anAgentSocket('console', { subscription: 'live' }))

  await liveStreamHandler(world.app)({ Records })

  expect(world.framesTo('console')).toMatchObject([{ events: [{ type: 'hitl.new_session' }, { id: jonas }] }])
})
