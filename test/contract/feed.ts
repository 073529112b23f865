import { expect, it } from 'vitest'
import { sessionId } from '../../lib/session/session.ts'
import {
  agentNotes,
  agentPauses,
  agentResumes,
  agentSays,
  botAnswers,
  claimsDelivery,
  recordsDelivery,
  userIs,
  userSays,
} from '../support/commands.ts'
import { addresses, anAddress, maria } from '../support/people.ts'
import { eventually } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const mario = anAddress({ userId: 'mario' })

export function feedPromises(underTest: () => UnderTest): void {
  it('is empty if nothing happened', async () => {
    const { feed } = underTest()

    expect(await feed.read(10)).toEqual([])
    await feed.wait(1)
  })

  it('returns each change with the revision and the paused state before it', async () => {
    const { world } = underTest()
    const said = await world.does(maria, userSays('hello'))
    const paused = await world.does(maria, agentPauses())
    const answered = await world.does(maria, agentSays('I am here'))
    const resumed = await world.does(maria, agentResumes())

    const changes = await world.changes(4)

    expect(changes).toEqual([
      { session: said.session, watchers: [], revisionBefore: 0, isPausedBefore: false },
      { session: paused.session, watchers: [], revisionBefore: 1, isPausedBefore: false },
      { session: answered.session, watchers: [], revisionBefore: 2, isPausedBefore: true },
      { session: resumed.session, watchers: [], revisionBefore: 3, isPausedBefore: true },
    ])
  })

  it('includes the entries of the commit', async () => {
    const { world } = underTest()
    const { decision: hello } = await world.does(maria, userSays('hello'))
    const { decision: handoff } = await world.does(
      maria,
      botAnswers(1, 'let me ask', { handoff: { reason: 'too hard', priority: 'high' } }),
    )

    const changes = await world.changes(2)

    expect(changes.map(({ session }) => session.tail)).toEqual([hello.entries, handoff.entries])
    expect(changes.map(({ revisionBefore, session }) => [revisionBefore, session.revision])).toEqual([
      [0, 1],
      [1, 3],
    ])
    expect(handoff.entries.map(({ kind }) => kind)).toEqual(['message', 'paused'])
  })

  it('includes only the head of a large entry', async () => {
    const { world } = underTest()
    await world.does(maria, userSays('x'.repeat(20_000)))

    const [change] = await world.changes(1)

    expect(change?.session.tail).toMatchObject([{ seq: 1, kind: 'message', direction: 'in', cut: true }])
    expect(change?.session.tail[0]).not.toHaveProperty('text')
  })

  it('keeps the order of each conversation', async () => {
    const { world } = underTest()
    const people = addresses(4)
    await Promise.all(
      people.map(async who => {
        for (let count = 1; count <= 10; count++) await world.does(who, agentNotes(`note ${count}`))
      }),
    )

    const changes = await world.changes(40)

    for (const who of people) {
      const own = changes.filter(({ session }) => session.id === sessionId(who))
      expect(own.map(({ session }) => session.revision)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      expect(own.map(({ revisionBefore }) => revisionBefore)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
  })

  it('omits changes that append no entry', async () => {
    const { world } = underTest()
    await world.watches(mario, [{ connectionId: 'widget-1', as: 'user' }])
    await world.does(maria, agentSays('I am here', { delivery: 'people' }))
    await world.watches(maria, [{ connectionId: 'console-1', as: 'agent' }])
    await world.does(maria, claimsDelivery(1))
    await world.does(maria, recordsDelivery(1))
    await world.does(maria, userIs({ fullName: 'Maria' }))
    await world.watches(maria, [])
    await world.does(maria, agentNotes('the last'))

    const changes = await world.changes(2)

    expect(changes.map(({ session, revisionBefore }) => [session.userId, revisionBefore, session.revision])).toEqual([
      ['maria', 0, 1],
      ['maria', 1, 2],
    ])
    expect(changes[1]?.session).toMatchObject({ claimedUpTo: 1, user: { fullName: 'Maria' } })
  })

  it('omits a commit at an old version', async () => {
    const { store, world } = underTest()
    await world.does(maria, userSays('hello'))
    const late = await world.decides(maria, agentNotes('too late'))
    await world.does(maria, agentNotes('in time'))
    await store.commit(late.loaded.version, late.decision)
    await world.does(mario, userSays('hello'))

    const changes = await world.changes(3)

    expect(changes.map(({ session }) => [session.userId, session.revision])).toEqual([
      ['maria', 1],
      ['maria', 2],
      ['mario', 1],
    ])
  })

  it('includes the watchers, and revision 0 before the first entry of a watched conversation', async () => {
    const { world } = underTest()
    await world.watches(maria, [{ connectionId: 'widget-1', as: 'user' }])
    await world.does(maria, userSays('hello'))

    expect(await world.changes(1)).toMatchObject([
      { revisionBefore: 0, isPausedBefore: false, watchers: [{ connectionId: 'widget-1', as: 'user' }] },
    ])
  })

  it('returns changes until they are acknowledged, and not after', async () => {
    const { feed, world } = underTest()
    for (let count = 1; count <= 4; count++) await world.does(maria, agentNotes(`note ${count}`))
    const revisions = async (limit: number) => (await feed.read(limit)).map(({ change }) => change.session.revision)
    await eventually(async () => expect(await revisions(10)).toEqual([1, 2, 3, 4]))

    expect(await revisions(10)).toEqual([1, 2, 3, 4])
    expect(await revisions(2)).toEqual([1, 2])

    const [, second] = await feed.read(10)
    await feed.acknowledge(second!.position)
    expect(await revisions(10)).toEqual([3, 4])

    await world.does(maria, agentNotes('note 5'))
    await eventually(async () => expect(await revisions(10)).toEqual([3, 4, 5]))
    await feed.acknowledge((await feed.read(10)).at(-1)!.position)
    expect(await revisions(10)).toEqual([])
  })

  it('wakes a waiting reader when a change arrives', async () => {
    const { feed, world } = underTest()
    await feed.read(10)

    const woken = feed.wait(600_000)
    await world.does(maria, userSays('hello'))
    await woken

    await world.changes(1)
  })

  it('does not wait if a change arrived between reading and waiting', async () => {
    const { feed, world } = underTest()
    await feed.read(10)
    await world.does(maria, userSays('hello'))

    await feed.wait(600_000)

    await world.changes(1)
  })
}
