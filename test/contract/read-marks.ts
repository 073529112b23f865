import { expect, it } from 'vitest'
import { READ_MARK_MS } from '../../lib/ports/read-marks.ts'
import { sessionId } from '../../lib/session/session.ts'
import { START, seconds } from '../support/clock.ts'
import { userSays } from '../support/commands.ts'
import { addresses, anAddress, maria } from '../support/people.ts'
import type { UnderTest } from './suite.ts'

const id = sessionId(maria)

export function readMarkPromises(underTest: () => UnderTest): void {
  const raise = (seq: number, { agentId = 'ana', session = id, now = START } = {}) =>
    underTest().store.raiseReadMark({ agentId, session, seq }, now)
  const mark = async (agentId = 'ana', now = START) => (await underTest().store.readMarks(agentId, [id], now)).get(id)
  const says = async (who = maria) => {
    await underTest().world.does(who, userSays('hello'))
  }

  it('raises the read mark of an agent, and never lowers it', async () => {
    await says()
    expect(await mark()).toBeUndefined()

    expect(await raise(3)).toEqual({ seq: 3, raised: true })
    expect(await raise(3)).toEqual({ seq: 3, raised: false })
    expect(await raise(2)).toEqual({ seq: 3, raised: false })
    expect(await mark()).toBe(3)

    expect(await raise(7)).toEqual({ seq: 7, raised: true })
    expect(await mark()).toBe(7)
  })

  it('keeps the highest of concurrent marks', async () => {
    await says()
    const answers = await Promise.all([4, 9, 1, 9, 6].map(seq => raise(seq)))

    expect(await mark()).toBe(9)
    expect(answers.filter(({ seq, raised }) => raised && seq === 9)).toHaveLength(1)
    for (const [index, { seq }] of answers.entries()) expect(seq).toBeGreaterThanOrEqual([4, 9, 1, 9, 6][index]!)
  })

  it("keeps agents' marks apart, for agent ids of any text", async () => {
    await says()
    const long = 'x'.repeat(3000)
    const names = ['ana', 'Ana', 'ana#1', 'ünï', `${long}1`, `${long}2`]

    for (const [index, agentId] of names.entries()) await raise(index + 1, { agentId })

    for (const [index, agentId] of names.entries()) expect(await mark(agentId)).toBe(index + 1)
    expect(await mark('ben')).toBeUndefined()
  })

  it('returns the marks of a whole page, only for conversations that have one', async () => {
    const { store } = underTest()
    const people = addresses(100)
    for (const who of people) await says(who)
    const sessions = people.map(who => sessionId(who))
    const read = sessions.filter((_, index) => index % 3 === 0)
    for (const [index, session] of read.entries()) await raise(index + 1, { session })

    const marks = await store.readMarks('ana', [...sessions, sessions[0]!], START)

    expect(marks).toEqual(new Map(read.map((session, index) => [session, index + 1])))
    expect(await store.readMarks('ana', [], START)).toEqual(new Map())
    expect(await store.readMarks('ana', [sessionId(anAddress({ userId: 'nobody' }))], START)).toEqual(new Map())
  })

  it('forgets a mark that was not raised for its lifetime', async () => {
    await says()
    await raise(5)
    expect(await mark('ana', START + READ_MARK_MS - seconds(1))).toBe(5)
    expect(await mark('ana', START + READ_MARK_MS)).toBeUndefined()

    const now = START + READ_MARK_MS
    expect(await raise(2, { now })).toEqual({ seq: 2, raised: true })
    expect(await mark('ana', now)).toBe(2)
  })

  it('extends the lifetime of a mark each time it is raised', async () => {
    await says()
    await raise(5)
    await raise(6, { now: START + READ_MARK_MS - seconds(1) })
    expect(await mark('ana', START + READ_MARK_MS)).toBe(6)
  })

  it('does not change the conversation', async () => {
    const { world } = underTest()
    await says()
    const before = await world.load(maria)
    await raise(1)
    expect(await world.load(maria)).toEqual(before)
    expect(await world.log(maria)).toHaveLength(1)
    expect(await world.changes(1)).toHaveLength(1)
  })
}
