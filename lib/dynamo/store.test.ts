import { GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { newSession } from '../session/session.ts'
import type { Item } from './item.ts'
import { keys } from './keys.ts'

import { ana, answers, calls, decided, dynamo, itemOf, maria, resetDynamo, START, says, store } from './testkit.ts'

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

    await store.load(maria.id)

    expect(calls()).toEqual(['GetCommand'])
    expect(dynamo.commandCalls(GetCommand)[0]!.args[0].input).toMatchObject({
      Key: keys.state(maria.id),
      ConsistentRead: true,
    })
  })

  it('commits a message with one transaction of two items', async () => {
    const { session } = says(maria, 'hello')

    await store.commit(1, says(session, 'again'))

    expect(calls()).toEqual(['TransactWriteCommand'])
    const items = dynamo.commandCalls(TransactWriteCommand)[0]!.args[0].input.TransactItems!
    expect(items.map(item => item.Update?.Key ?? { PK: item.Put?.Item?.PK, SK: item.Put?.Item?.SK })).toEqual([
      keys.state(maria.id),
      keys.entry(maria.id, 2),
    ])
  })

  it('claims a delivery with one update', async () => {
    const { session } = decided(maria, {
      verb: 'say',
      by: ana,
      message: { type: 'text', text: 'hi' },
      delivery: 'people',
    })
    const claim = {
      verb: 'claimDelivery',
      message: { seq: 1, epoch: 0, from: 'agent' },
      claimant: 'one',
      botPaused: false,
    } as const

    await store.commit(3, decided(session, claim))

    expect(calls()).toEqual(['UpdateCommand'])
    expect(dynamo.commandCalls(UpdateCommand)[0]!.args[0].input).toMatchObject({ ConditionExpression: '#v = :before' })
  })

  it('changes watchers with one update that writes nothing else', async () => {
    await store.setWatchers(3, maria, [{ connectionId: 'c-1', as: 'agent' }])

    expect(calls()).toEqual(['UpdateCommand'])
    expect(itemOf(dynamo.commandCalls(UpdateCommand)[0]!.args[0].input)).toEqual({
      ...keys.state(maria.id),
      w: ['ac-1'],
      v: 4,
    })
  })

  it('writes the same key of the recent index for a minute', async () => {
    const later = says(maria, 'hello')
    const minuteKeys: unknown[] = []
    for (const at of [START, START + 59_999, START + 60_000]) {
      await store.commit(1, says(later.session, 'again', undefined, at))
      minuteKeys.push(
        itemOf(dynamo.commandCalls(TransactWriteCommand).at(-1)!.args[0].input.TransactItems![0]!.Update).rS,
      )
    }

    expect(minuteKeys[0]).toBe(minuteKeys[1])
    expect(minuteKeys[2]! > minuteKeys[1]!).toBe(true)
  })

  it('keeps the state of a busy conversation under 1.6 KB, and of a usual one under 1 KB', async () => {
    let session = decided(maria, {
      verb: 'identify',
      user: {
        fullName: 'Maria da Silva Marques',
        language: 'pt-BR',
        avatarUrl: 'https://cdn.example/a/4711.png',
        attributes: { plan: 'gold' },
      },
    }).session
    for (let count = 0; count < 20; count++) {
      session = says(session, 'Where is my order?', `message-${count}`, START + count * 7000).session
      session = answers(session, 'It is on its way, and should be with you soon.', START + count * 7000 + 900).session
    }
    const usual = answers(
      says(session, 'Where is it now?', 'm', START + 150_000).session,
      'It left the depot.',
      START + 151_000,
    )
    await store.commit(60, usual)
    const usualItem = itemOf(dynamo.commandCalls(TransactWriteCommand).at(-1)!.args[0].input.TransactItems![0]!.Update)

    session = decided(
      session,
      { verb: 'pause', by: ana, trigger: 'operator', reason: 'is angry about a late parcel', id: 'p-1' },
      START + 200_000,
    ).session
    const long =
      'I have been waiting for two weeks now, and nobody tells me where my parcel is or when it will come. '.repeat(2)
    const busy = says(session, long, 'message-held', START + 210_000)
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
    const open = says(maria, 'hello', 'm-1').session
    const overdue = decided(open, { verb: 'unpause', by: ana }, START + 60_000)
    expect(overdue.episodes.map(({ number }) => number)).toEqual([1, 1])

    await store.commit(1, overdue)

    const items = dynamo.commandCalls(TransactWriteCommand)[0]!.args[0].input.TransactItems!
    const episodes = items.flatMap(({ Put }) => (Put?.Item?.SK === 'H#000001' ? [JSON.parse(Put.Item.j)] : []))
    expect(episodes).toMatchObject([{ episode: { number: 1, ended: { outcome: 'returned' } } }])
  })

  it('writes an item for the thread with the first entry only, and none without a thread', async () => {
    const thread = newSession({ ...maria, threadId: 't-1' }, START)
    const opened = says(thread, 'hello')

    for (const decision of [opened, says(opened.session, 'again'), says(maria, 'hello')])
      await store.commit(1, decision)

    const puts = dynamo
      .commandCalls(TransactWriteCommand)
      .map(call => call.args[0].input.TransactItems!.flatMap(({ Put }) => (Put?.Item ? [Put.Item] : [])))
    const threads = puts.map(items => items.filter(({ SK }) => String(SK).startsWith('T#')))
    expect(threads).toEqual([[keys.thread(maria.id, START, thread.id)], [], []])
  })

  it('replaces the words when the name changes, and writes none if it stays', async () => {
    const named = decided(says(maria, 'hello').session, { verb: 'identify', user: { fullName: 'Maria Silva' } })
    await store.commit(2, named)
    await store.commit(3, decided(named.session, { verb: 'identify', user: { fullName: 'Maria Costa' } }))
    await store.commit(4, says(named.session, 'again'))

    const [first, second, third] = dynamo
      .commandCalls(TransactWriteCommand)
      .map(call =>
        call.args[0].input.TransactItems!.flatMap(({ Put, Delete }) => [
          ...(Put ? [`+${Put.Item!.SK}`] : []),
          ...(Delete ? [`-${Delete.Key!.SK}`] : []),
        ]),
      )
    const id = maria.id
    const own = `+${maria.userId}#${id}`
    expect(first).toEqual([`+maria#${id}`, `+silva#${id}`, own])
    expect(second).toEqual([`+maria#${id}`, `+costa#${id}`, own, `-silva#${id}`])
    expect(third).toEqual(['+E#000000000002'])
  })

  it('fits into one transaction of 100 items at its largest', async () => {
    const name = (letter: string) => Array.from({ length: 30 }, (_, index) => `${letter}${index}`).join(' ')
    const base = says({ ...maria, user: { fullName: name('a') } }, 'hello').session
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
    })

    expect(dynamo.commandCalls(TransactWriteCommand)[0]!.args[0].input.TransactItems!.length).toBeLessThanOrEqual(100)
  })
})
