import { GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { START } from '../../test/support/clock.ts'
import {
  agentPauses,
  agentResumes,
  agentSays,
  botAnswers,
  claimsDelivery,
  userIs,
  userSays,
} from '../../test/support/commands.ts'
import { calls, conversation, decided, dynamo, itemOf, resetDynamo, store } from '../../test/support/dynamo-mock.ts'
import { newSession, type Session } from '../session/session.ts'
import type { Item } from './item.ts'
import { keys } from './keys.ts'

/** Counts bytes as DynamoDB does: names and texts in UTF-8, 0.5 a digit + 1 a number, 1 an element + 3 a list. */
function bytesOf(item: Item): number {
  const size = (value: unknown): number => {
    if (typeof value === 'string') return Buffer.byteLength(value)
    if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1
    if (Array.isArray(value)) return 3 + value.reduce((sum: number, each) => sum + 1 + size(each), 0)
    throw new Error('no such value in a STATE item')
  }
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + size(value), 0)
}

beforeEach(resetDynamo)

describe('the DynamoDB store', () => {
  it('loads a conversation with one strongly consistent read', async () => {
    dynamo.on(GetCommand).resolves({})

    await store.load(conversation.id)

    expect(calls()).toEqual(['GetCommand'])
    expect(dynamo.commandCalls(GetCommand)[0]!.args[0].input).toMatchObject({
      Key: keys.state(conversation.id),
      ConsistentRead: true,
    })
  })

  it('commits a message with one transaction of two items', async () => {
    const { session } = decided(conversation, userSays('hello'))

    await store.commit(1, decided(session, userSays('again')))

    expect(calls()).toEqual(['TransactWriteCommand'])
    const items = dynamo.commandCalls(TransactWriteCommand)[0]!.args[0].input.TransactItems!
    expect(items.map(item => item.Update?.Key ?? { PK: item.Put?.Item?.PK, SK: item.Put?.Item?.SK })).toEqual([
      keys.state(conversation.id),
      keys.entry(conversation.id, 2),
    ])
  })

  it('claims a delivery with one update', async () => {
    const { session } = decided(conversation, agentSays('hi', { delivery: 'people' }))

    await store.commit(3, decided(session, claimsDelivery(1)))

    expect(calls()).toEqual(['UpdateCommand'])
    expect(dynamo.commandCalls(UpdateCommand)[0]!.args[0].input).toMatchObject({ ConditionExpression: '#v = :before' })
  })

  it('changes watchers with one update that writes nothing else', async () => {
    await store.setWatchers(3, conversation, [{ connectionId: 'c-1', as: 'agent' }])

    expect(calls()).toEqual(['UpdateCommand'])
    expect(itemOf(dynamo.commandCalls(UpdateCommand)[0]!.args[0].input)).toEqual({
      ...keys.state(conversation.id),
      w: ['ac-1'],
      v: 4,
    })
  })

  it('writes the same key of the recent index for a minute', async () => {
    const later = decided(conversation, userSays('hello'))
    const minuteKeys: unknown[] = []
    for (const at of [START, START + 59_999, START + 60_000]) {
      await store.commit(1, decided(later.session, userSays('again'), at))
      minuteKeys.push(
        itemOf(dynamo.commandCalls(TransactWriteCommand).at(-1)!.args[0].input.TransactItems![0]!.Update).rS,
      )
    }

    expect(minuteKeys[0]).toBe(minuteKeys[1])
    expect(minuteKeys[2]! > minuteKeys[1]!).toBe(true)
  })

  it('keeps the state of a busy conversation under 1.6 KB, and of a usual one under 1 KB', async () => {
    const user = {
      fullName: 'Maria da Silva Marques',
      language: 'pt-BR',
      avatarUrl: 'https://cdn.example/a/4711.png',
      attributes: { plan: 'gold' },
    }
    const answered = (session: Session, text: string, at: number) =>
      decided(session, botAnswers(session.revision, text, { epoch: session.epoch }), at)
    let { session } = decided(conversation, userIs(user))
    for (let count = 0; count < 20; count++) {
      session = decided(
        session,
        userSays('Where is my order?', { id: `message-${count}` }),
        START + count * 7000,
      ).session
      session = answered(session, 'It is on its way, and should be with you soon.', START + count * 7000 + 900).session
    }
    const asked = decided(session, userSays('Where is it now?', { id: 'm' }), START + 150_000)
    const usual = answered(asked.session, 'It left the depot.', START + 151_000)
    await store.commit(60, usual)
    const usualItem = itemOf(dynamo.commandCalls(TransactWriteCommand).at(-1)!.args[0].input.TransactItems![0]!.Update)

    const by = { type: 'agent', id: '4b1f8a0e-agent-ana', name: 'Ana Sousa' } as const
    const paused = agentPauses({ by, reason: 'is angry about a late parcel', id: 'p-1' })
    session = decided(session, paused, START + 200_000).session
    const long =
      'I have been waiting for two weeks now, and nobody tells me where my parcel is or when it will come. '.repeat(2)
    const busy = decided(session, userSays(long, { id: 'message-held' }), START + 210_000)
    await store.commit(61, busy)
    const item = itemOf(dynamo.commandCalls(TransactWriteCommand).at(-1)!.args[0].input.TransactItems![0]!.Update)
    const watchers = Array.from({ length: 16 }, (_, index) => `aL0SM9cOFvHcCIh${index.toString(16)}=`)

    expect(busy.session.recent).toHaveLength(20)
    const bytes = { usual: bytesOf(usualItem), busy: bytesOf({ ...item, w: watchers }) }
    console.info('bytes of a STATE item', bytes)
    expect(bytes.usual).toBeLessThan(1024)
    expect(bytes.busy).toBeLessThan(1.6 * 1024)
  })
})

describe('a commit to DynamoDB', () => {
  it('writes an episode once, as it ended, if one decision began and ended it', async () => {
    const open = decided(conversation, userSays('hello', { id: 'm-1' })).session
    const overdue = decided(open, agentResumes(), START + 60_000)
    expect(overdue.episodes.map(({ number }) => number)).toEqual([1, 1])

    await store.commit(1, overdue)

    const items = dynamo.commandCalls(TransactWriteCommand)[0]!.args[0].input.TransactItems!
    const episodes = items.flatMap(({ Put }) => (Put?.Item?.SK === 'H#000001' ? [JSON.parse(Put.Item.j)] : []))
    expect(episodes).toMatchObject([{ episode: { number: 1, ended: { outcome: 'returned' } } }])
  })

  it('writes an item for the thread with the first entry only, and none without a thread', async () => {
    const thread = newSession({ ...conversation, threadId: 't-1' }, START)
    const opened = decided(thread, userSays('hello'))

    for (const decision of [
      opened,
      decided(opened.session, userSays('again')),
      decided(conversation, userSays('hello')),
    ])
      await store.commit(1, decision)

    const puts = dynamo
      .commandCalls(TransactWriteCommand)
      .map(call => call.args[0].input.TransactItems!.flatMap(({ Put }) => (Put?.Item ? [Put.Item] : [])))
    const threads = puts.map(items => items.filter(({ SK }) => String(SK).startsWith('T#')))
    expect(threads).toEqual([[keys.thread(conversation.id, START, thread.id)], [], []])
  })

  it('replaces the words when the name changes, and writes none if it stays', async () => {
    const named = decided(decided(conversation, userSays('hello')).session, userIs({ fullName: 'Maria Silva' }))
    await store.commit(2, named)
    await store.commit(3, decided(named.session, userIs({ fullName: 'Maria Costa' })))
    await store.commit(4, decided(named.session, userSays('again')))

    const [first, second, third] = dynamo
      .commandCalls(TransactWriteCommand)
      .map(call =>
        call.args[0].input.TransactItems!.flatMap(({ Put, Delete }) => [
          ...(Put ? [`+${Put.Item!.SK}`] : []),
          ...(Delete ? [`-${Delete.Key!.SK}`] : []),
        ]),
      )
    const id = conversation.id
    const own = `+${conversation.userId}#${id}`
    expect(first).toEqual([`+maria#${id}`, `+silva#${id}`, own])
    expect(second).toEqual([`+maria#${id}`, `+costa#${id}`, own, `-silva#${id}`])
    expect(third).toEqual(['+E#000000000002'])
  })

  it('fits into one transaction of 100 items at its largest', async () => {
    const name = (letter: string) => Array.from({ length: 30 }, (_, index) => `${letter}${index}`).join(' ')
    const base = decided({ ...conversation, user: { fullName: name('a') } }, userSays('hello')).session
    const many = Array.from({ length: 24 }, (_, index) => ({ ...base.tail[0]!, seq: 2 + index }))
    const renamed = { ...base, revision: 25, user: { fullName: name('b') } }

    await store.commit(1, {
      before: base,
      session: renamed,
      entries: many,
      episodes: [],
      attributes: {},
      outcome: null,
      changed: true,
      tallies: [],
    })

    expect(dynamo.commandCalls(TransactWriteCommand)[0]!.args[0].input.TransactItems!.length).toBeLessThanOrEqual(100)
  })
})
