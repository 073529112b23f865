import { expect, it } from 'vitest'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentPauses, userSays } from '../support/commands.ts'
import { ana, ben, maria } from '../support/people.ts'
import { TAGS } from './store-world.ts'
import type { UnderTest } from './suite.ts'

const message = { type: 'text', text: 'Your refund is on its way.' } as const

export function tagPromises(underTest: () => UnderTest): void {
  it('keeps the tags of a conversation, and no trace of them once they are gone', async () => {
    const { world } = underTest()
    await world.does(maria, userSays('hello'))
    const before = (await world.load(maria)).session
    expect(before).not.toHaveProperty('tags')
    await world.does(maria, { verb: 'tag', by: ana, add: ['refund', 'Été 👍'] })
    expect((await world.load(maria)).session.tags).toEqual(['refund', 'Été 👍'])
    await world.does(maria, { verb: 'tag', by: ana, remove: ['Été 👍'] })
    expect((await world.load(maria)).session.tags).toEqual(['refund'])
    await world.does(maria, { verb: 'tag', by: ana, remove: ['REFUND'] })
    expect((await world.load(maria)).session.tags).toBeUndefined()
    expect((await world.log(maria)).slice(-3)).toMatchObject([
      { kind: 'tagged', by: ana, added: ['refund', 'Été 👍'] },
      { kind: 'tagged', removed: ['Été 👍'] },
      { kind: 'tagged', removed: ['refund'] },
    ])
  })

  it('adds a tag once, whoever asks for it at the same time', async () => {
    const { world } = underTest()
    await world.does(maria, userSays('hello'))
    await Promise.all([ana, ben, ana, ben].map(by => world.does(maria, { verb: 'tag', by, add: ['refund'] })))
    expect((await world.load(maria)).session.tags).toEqual(['refund'])
    expect((await world.log(maria)).filter(({ kind }) => kind === 'tagged')).toHaveLength(1)
  })

  it('writes a change of many tags whole into the log, although the state has room for its head alone', async () => {
    const { world } = underTest()
    await world.does(maria, userSays('hello'))
    await world.does(maria, { verb: 'tag', by: ana, add: TAGS.slice(0, 20) })
    const { session } = await world.load(maria)
    expect(session.tags).toEqual(TAGS.slice(0, 20))
    expect(session.tail).toMatchObject([{ kind: 'tagged', cut: true }])
    expect((await world.log(maria)).at(-1)).toMatchObject({ added: TAGS.slice(0, 20) })
  })

  it('keeps the tags at the end of an episode in its record', async () => {
    const { world, store } = underTest()
    await world.does(maria, agentPauses())
    await world.does(maria, { verb: 'tag', by: ana, add: ['refund'] })
    await world.does(maria, { verb: 'unpause', by: ana })
    const [record] = await store.episodes(sessionId(maria), { before: 2, limit: 1 })
    expect(record?.ended?.tags).toEqual(['refund'])
  })

  it('carries out a macro as a whole, once', async () => {
    const { world, store } = underTest()
    await world.does(maria, { verb: 'pause', by: { type: 'user' }, trigger: 'user' })
    const macro = { verb: 'runMacro', by: ana, id: 'm1', tags: ['refund'], message, handBack: 'resolved' } as const
    await Promise.all([world.does(maria, macro), world.does(maria, macro)])
    const kinds = (await world.log(maria)).map(({ kind }) => kind)
    expect(kinds).toEqual(['paused', 'tagged', 'assigned', 'message', 'resumed'])
    const [record] = await store.episodes(sessionId(maria), { before: 2, limit: 1 })
    expect(record).toMatchObject({ agent: ana, ended: { outcome: 'resolved', tags: ['refund'] } })
    expect((await store.agent({ botId: 'shop', agentId: 'ana' }))?.load ?? 0).toBe(0)
  })

  it('carries out the macro of one of two agents, and nothing of the other one', { timeout: 60_000 }, async () => {
    const { world } = underTest()
    for (let round = 0; round < 10; round++) {
      const who = { ...maria, userId: `raced-${round}` }
      await world.does(who, { verb: 'pause', by: { type: 'user' }, trigger: 'user' })
      const runs = [ana, ben].map(async by => {
        try {
          await world.does(who, { verb: 'runMacro', by, tags: ['refund'], message })
          return 'done'
        } catch (error) {
          if (error instanceof InterludeError) return error.code
          throw error
        }
      })
      expect((await Promise.all(runs)).sort()).toEqual(['done', 'handoff.not_yours'])
      const kinds = (await world.log(who)).map(({ kind }) => kind)
      expect(kinds).toEqual(['paused', 'tagged', 'assigned', 'message'])
    }
  })
}
