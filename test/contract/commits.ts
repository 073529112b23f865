import { expect, it } from 'vitest'
import type { BriefFields } from '../../lib/protocol/brief.ts'
import type { PauseFields } from '../../lib/protocol/control.ts'
import { MAX_ENTRY_BYTES } from '../../lib/protocol/message.ts'
import { newSession, sessionId } from '../../lib/session/session.ts'
import { MAX_TAIL_BYTES } from '../../lib/session/tail.ts'
import { START } from '../support/clock.ts'
import {
  agentNotes,
  agentPauses,
  agentResumes,
  agentSays,
  botAnswers,
  claimsDelivery,
  recordsDelivery,
  userAsksForPerson,
  userIs,
  userSays,
} from '../support/commands.ts'
import { ana, maria } from '../support/people.ts'
import type { UnderTest } from './suite.ts'

const id = sessionId(maria)

export function commitPromises(underTest: () => UnderTest): void {
  it('returns nothing for an unknown conversation', async () => {
    const { store } = underTest()

    expect(await store.load(id)).toBeUndefined()
    expect(await store.entries(id, { after: 0, limit: 10 })).toEqual([])
    expect(await store.entries(id, { before: 10, limit: 10 })).toEqual([])
    expect(await store.attributes([id])).toEqual(new Map())
    expect(await store.episodes(id, { after: 0, limit: 10 })).toEqual([])
  })

  it('keeps the session and its entries as decided', async () => {
    const { store, world } = underTest()
    const { loaded, decision } = await world.decides(
      maria,
      userSays('hello', { id: 'm-1', user: { fullName: 'Maria Silva', language: 'pt' } }),
    )

    expect(await store.commit(loaded.version, decision)).toBe(true)

    const stored = await world.load(maria)
    expect(stored.session).toEqual(decision.session)
    expect(stored.watchers).toEqual([])
    expect(stored.version).toBeGreaterThan(0)
    expect(await world.log(maria)).toEqual(decision.entries)
  })

  it('separates the threads, channels and bots of one user', async () => {
    const { world } = underTest()
    const places = [maria, { ...maria, threadId: 't-1' }, { ...maria, channel: 'sms' }, { ...maria, botId: 'bank' }]

    for (const [index, place] of places.entries()) await world.does(place, userSays(`in place ${index}`))

    for (const [index, place] of places.entries()) {
      const { session } = await world.load(place)
      expect(session).toMatchObject(place)
      expect(await world.log(place)).toMatchObject([{ seq: 1, text: `in place ${index}` }])
    }
    expect((await world.load(maria)).session).not.toHaveProperty('threadId')
  })

  it('writes nothing of a commit at an old version', async () => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello', { user: { attributes: { plan: 'free' } } }))
    const late = await world.decides(maria, userAsksForPerson())
    const lateProfile = await world.decides(maria, userIs({ fullName: 'Late', attributes: { plan: 'gold' } }))
    await world.does(maria, userSays('again'))
    const before = await world.load(maria)

    expect(await store.commit(late.loaded.version, late.decision)).toBe(false)
    expect(await store.commit(lateProfile.loaded.version, lateProfile.decision)).toBe(false)

    expect(await world.load(maria)).toEqual(before)
    expect(await world.log(maria)).toMatchObject([{ text: 'hello' }, { text: 'again' }])
    expect(await store.episodes(id, { after: 0, limit: 10 })).toEqual([])
    expect(await store.attributes([id])).toEqual(new Map([[id, { plan: 'free' }]]))
  })

  it('refuses a version that was never reached', async () => {
    const { store, world } = underTest()
    const { decision } = await world.decides(maria, userSays('hello'))

    expect(await store.commit(7, decision)).toBe(false)

    expect(await store.load(id)).toBeUndefined()
    expect(await world.log(maria)).toEqual([])
  })

  it('creates a conversation only once', async () => {
    const { store, world } = underTest()
    const texts = Array.from({ length: 8 }, (_, index) => `racer ${index}`)
    const racers = await Promise.all(texts.map(text => world.decides(maria, userSays(text))))
    expect(racers.map(({ loaded }) => loaded.version)).toEqual(texts.map(() => 0))

    const wins = await Promise.all(racers.map(({ loaded, decision }) => store.commit(loaded.version, decision)))

    expect(wins.filter(Boolean)).toHaveLength(1)
    expect(await world.log(maria)).toMatchObject([{ seq: 1, text: `racer ${wins.indexOf(true)}` }])
  })

  it.each([2, 32])('lets exactly one of %i racing commits through', async count => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello'))
    const racers = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        index % 2 === 0
          ? world.decides(maria, agentPauses({ by: { type: 'agent', id: `agent-${index}` } }))
          : world.decides(maria, botAnswers(1, `answer ${index}`)),
      ),
    )

    const wins = await Promise.all(racers.map(({ loaded, decision }) => store.commit(loaded.version, decision)))

    expect(wins.filter(Boolean)).toHaveLength(1)
    const winner = racers[wins.indexOf(true)]!.decision
    expect((await world.load(maria)).session).toEqual(winner.session)
    expect(await world.log(maria)).toMatchObject([{ seq: 1 }, ...winner.entries])
    expect(await store.episodes(id, { after: 0, limit: 10 })).toEqual(winner.episodes)
  })

  it('keeps every entry of concurrent commands, numbered without gaps', async () => {
    const { world } = underTest()
    const texts = Array.from({ length: 8 }, (_, index) => `note ${index}`)

    await Promise.all(texts.map(text => world.does(maria, agentNotes(text))))

    const log = await world.log(maria)
    expect(log.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(log.map(entry => entry.kind === 'note' && entry.text).sort()).toEqual(texts)
  })

  it('reads a commit as soon as it is acknowledged', async () => {
    const { world } = underTest()

    for (let count = 1; count <= 10; count++) {
      await world.does(maria, agentNotes(`note ${count}`))
      expect((await world.load(maria)).session.revision).toBe(count)
      expect(await world.log(maria)).toHaveLength(count)
    }
  })

  it('leaves the log unchanged if only the state changes', async () => {
    const { world } = underTest()
    await world.does(maria, agentSays('I am here', { delivery: 'people' }))
    const before = await world.load(maria)

    const { decision } = await world.does(maria, claimsDelivery(1))

    expect(decision.entries).toEqual([])
    const after = await world.load(maria)
    expect(after.session).toEqual({ ...before.session, claimedUpTo: 1, deliveryClaim: decision.session.deliveryClaim })
    expect(after.session.tail).toEqual(before.session.tail)
    expect(after.version).toBeGreaterThan(before.version)
    expect(await world.log(maria)).toHaveLength(1)
  })

  it('removes a field that a later decision leaves out', async () => {
    const { world } = underTest()
    await world.does(maria, agentSays('I am here', { delivery: 'people' }))
    await world.does(maria, claimsDelivery(1))

    await world.does(maria, recordsDelivery(1))

    expect((await world.load(maria)).session.deliveryClaim).toBeUndefined()
  })

  it('returns any range of the log, in ascending order', async () => {
    const { store, world } = underTest()
    for (let count = 1; count <= 12; count++) await world.does(maria, agentNotes(`note ${count}`))
    await world.does({ ...maria, userId: 'mario' }, agentNotes('of another conversation'))
    const seqs = async (range: Parameters<typeof store.entries>[1]) =>
      (await store.entries(id, range)).map(({ seq }) => seq)

    expect(await seqs({ after: 0, limit: 100 })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(await seqs({ after: 0, limit: 3 })).toEqual([1, 2, 3])
    expect(await seqs({ after: 9, limit: 3 })).toEqual([10, 11, 12])
    expect(await seqs({ after: 10, limit: 3 })).toEqual([11, 12])
    expect(await seqs({ after: 12, limit: 3 })).toEqual([])
    expect(await seqs({ after: 2, upTo: 4, limit: 100 })).toEqual([3, 4])
    expect(await seqs({ after: 2, upTo: 9, limit: 2 })).toEqual([3, 4])
    expect(await seqs({ after: 4, upTo: 4, limit: 2 })).toEqual([])
    expect(await seqs({ before: 13, limit: 3 })).toEqual([10, 11, 12])
    expect(await seqs({ before: 10, limit: 3 })).toEqual([7, 8, 9])
    expect(await seqs({ before: 3, limit: 100 })).toEqual([1, 2])
    expect(await seqs({ before: 1, limit: 100 })).toEqual([])
    expect(await seqs({ before: Number.MAX_SAFE_INTEGER, limit: 2 })).toEqual([11, 12])
  })

  it('keeps entries near the maximum size whole, and returns them as one page', async () => {
    const { store, world } = underTest()
    const room = MAX_ENTRY_BYTES - 300
    const text = 'Ünïcödé 😀 "quoted" \\ '.repeat(room).slice(0, 9000).toWellFormed()
    const count = 60

    for (let index = 0; index < count; index++) await world.does(maria, agentNotes(`${index} ${text}`))

    const entries = await store.entries(id, { after: 0, limit: count })
    expect(entries.map(entry => entry.kind === 'note' && entry.text)).toEqual(
      Array.from({ length: count }, (_, index) => `${index} ${text}`),
    )
    expect(await store.entries(id, { before: count + 1, limit: count })).toEqual(entries)
    expect(JSON.stringify(entries).length).toBeGreaterThan(512 * 1024)
  })

  it('keeps one entry of 24 KB', async () => {
    const { world } = underTest()
    const text = 'x'.repeat(MAX_ENTRY_BYTES - 300)

    const { decision } = await world.does(maria, userSays(text))

    expect(await world.log(maria)).toEqual(decision.entries)
    const { session } = await world.load(maria)
    expect(session.tail).toMatchObject([{ seq: 1, kind: 'message', cut: true }])
    expect(Buffer.byteLength(JSON.stringify(session.tail))).toBeLessThan(MAX_TAIL_BYTES)
  })

  it('keeps any JSON in a payload', async () => {
    const { world } = underTest()
    const payload = {
      empty: '',
      nothing: null,
      no: false,
      zero: 0,
      fraction: 0.1,
      big: Number.MAX_SAFE_INTEGER,
      list: [],
      nested: [{ deep: { er: [[]] } }],
      '': 'an empty key',
      'with.dot #and $sign': 1,
      text: 'line\nbreak \u0000 \u2028 😀 \'"\\',
    }

    await world.does(maria, userSays('see payload', { messages: [{ type: 'custom', payload }] }))

    expect(await world.log(maria)).toMatchObject([{ payload }])
  })

  it('merges attributes by name, and removes one that is set to null', async () => {
    const { store, world } = underTest()
    const known = async () => (await store.attributes([id])).get(id)
    await world.does(maria, userSays('hello', { user: { attributes: { plan: 'free', city: 'Porto' } } }))
    expect(await known()).toEqual({ plan: 'free', city: 'Porto' })

    await world.does(maria, userSays('again'))
    expect(await known()).toEqual({ plan: 'free', city: 'Porto' })

    await world.does(maria, userIs({ attributes: { plan: 'gold', nested: { none: null } } }))
    expect(await known()).toEqual({ plan: 'gold', city: 'Porto', nested: { none: null } })

    await world.does(maria, userSays('I moved', { user: { attributes: { city: null, nested: null } } }))
    expect(await known()).toEqual({ plan: 'gold' })
    const mario = sessionId({ ...maria, userId: 'mario' })
    expect(await store.attributes([mario, id])).toEqual(new Map([[id, { plan: 'gold' }]]))
  })

  it('keeps every attribute that is set concurrently', async () => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello', { user: { attributes: { first: 0 } } }))
    const names = Array.from({ length: 6 }, (_, index) => `name${index}`)
    const telling = names.map(name => {
      const user = { attributes: { [name]: name } }
      return world.does(maria, name < 'name3' ? userIs(user) : userSays(name, { user }))
    })
    await Promise.all(telling)
    expect((await store.attributes([id])).get(id)).toEqual({
      first: 0,
      ...Object.fromEntries(names.map(name => [name, name])),
    })
  })

  it('keeps the attributes within their limit, and reports the dropped ones', async () => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello', { user: { attributes: { a: 'x'.repeat(10_000) } } }))
    const more = { b: 'y'.repeat(6_000), c: 1 }
    const { decision } = await world.does(maria, userSays('again', { user: { attributes: more } }))
    expect(decision.dropped).toEqual(['b'])
    expect((await store.attributes([id])).get(id)).toEqual({ a: 'x'.repeat(10_000), c: 1 })
  })

  it('keeps the start, assignment and end of each episode', async () => {
    const { store, world } = underTest()
    const why: Required<Omit<PauseFields, keyof BriefFields>> = {
      reason: 'I am lost',
      priority: 'high',
      queue: 'sales',
    }
    const brief: Required<BriefFields> = { summary: 'She moved.', context: { order: 7, gift: true, size: 'L' } }
    await world.does(maria, userAsksForPerson({ ...why, ...brief }))
    expect((await store.entries(id, { after: 0, upTo: 1, limit: 1 }))[0]).toMatchObject(brief)
    expect(await store.episodes(id, { after: 0, limit: 10 })).toEqual([
      {
        number: 1,
        startedSeq: 1,
        startedAt: START,
        by: { type: 'user' },
        trigger: 'user',
        ...why,
      },
    ])

    await world.does(maria, agentSays('I take it'))
    expect(await store.episodes(id, { after: 0, limit: 10 })).toMatchObject([
      { number: 1, agent: ana, assignedAt: START },
    ])

    await world.does(maria, agentResumes({ outcome: 'resolved', comment: 'all well', carryOn: true }))
    await world.does(maria, agentPauses())
    await world.does(maria, agentResumes())
    await world.does(maria, agentPauses())

    const episodes = await store.episodes(id, { after: 0, limit: 10 })
    expect(episodes.map(({ ended }) => ended?.carryOn)).toEqual([true, undefined, undefined])
    expect(episodes.map(({ number, ended }) => [number, ended?.outcome])).toEqual([
      [1, 'resolved'],
      [2, 'returned'],
      [3, undefined],
    ])
    expect((await store.episodes(id, { after: 1, limit: 10 })).map(({ number }) => number)).toEqual([2, 3])
    expect((await store.episodes(id, { after: 0, limit: 2 })).map(({ number }) => number)).toEqual([1, 2])
    expect(await store.episodes(id, { after: 3, limit: 10 })).toEqual([])
  })

  it('stores conversations of users whose ids have special characters', async () => {
    const { world } = underTest()
    const names = [
      `'; DROP TABLE session; --`,
      '100%',
      '_',
      '#',
      'SES#x',
      '"',
      '\\',
      '😀',
      '李小龙',
      'ü',
      '[*?]',
      'null',
    ]

    for (const userId of names) await world.does({ ...maria, userId }, userSays(`from ${userId}`))

    for (const userId of names) {
      expect((await world.load({ ...maria, userId })).session.userId).toBe(userId)
      expect(await world.log({ ...maria, userId })).toMatchObject([{ text: `from ${userId}` }])
    }
  })

  it('commits a decision without entries on a new conversation', async () => {
    const { store, world } = underTest()
    const { decision } = await world.decides(maria, userIs({ fullName: 'Maria' }))

    expect(await store.commit(0, decision)).toBe(true)

    const { session, version } = await world.load(maria)
    expect(session).toEqual({ ...newSession(maria, START), user: { fullName: 'Maria' } })
    expect(version).toBeGreaterThan(0)
    expect(await world.log(maria)).toEqual([])
  })
}
