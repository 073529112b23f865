import { describe, expect, it } from 'vitest'
import { webhookChannel } from '../../test/support/app.ts'
import { appWorld, slowOutside } from '../../test/support/app-world.ts'
import { agentResumes } from '../../test/support/commands.ts'
import { maria } from '../../test/support/people.ts'
import { execute } from '../conversations/execute.ts'
import type { Entry } from '../protocol/entry.ts'
import { sessionId } from '../session/session.ts'
import { converse } from './converse.ts'
import { pendingHandbacks } from './handback.ts'
import { postReplies } from './replies.ts'

const long = 'some words and more '.repeat(1_500)
const said = (log: readonly Entry[]) =>
  log.map(entry => [entry.kind, 'continues' in entry ? entry.continues : undefined])
const joined = (entries: readonly Entry[]) =>
  entries.map(entry => (entry.kind === 'message' || entry.kind === 'withheld' ? entry.text : '')).join('')

describe('a long text of a user', () => {
  it('is logged as several entries of one turn, and sent whole to the bot in one call', async () => {
    const world = await appWorld()
    world.botAnswers('I see')
    const first = await world.userSays(maria, long, { id: 'm1' })
    expect(first).toMatchObject({ seq: 1, paused: false, replies: [{ seq: 3, text: 'I see' }] })
    expect(await world.userSays(maria, long, { id: 'm1' })).toEqual(first)

    const log = await world.log(maria)
    expect(said(log)).toEqual([
      ['message', undefined],
      ['message', 1],
      ['message', undefined],
    ])
    expect(log.map(entry => entry.kind === 'message' && entry.clientId)).toEqual(['m1', undefined, undefined])
    expect(joined(log.slice(0, 2))).toBe(long)
    expect(world.app.posted.map(({ body }) => body.message)).toMatchObject([{ id: 'm1', text: long }])
    expect((await world.load(maria)).session.preview).toMatchObject({ seq: 3 })
  })

  it('is previewed in lists by its first words', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, `first words ${long}`)
    expect((await world.load(maria)).session.preview).toMatchObject({ seq: 1, text: /^first words some/ })
  })

  it('is held as a whole, and the handback lists all its pieces', async () => {
    const world = await appWorld({ mode: 'gate' })
    const longer = long.repeat(12)
    await world.userSays(maria, longer)
    await world.userSays(maria, 'short')
    await world.agentPauses(maria)
    await world.userSays(maria, long)
    await execute(world.app, maria, agentResumes())

    const [packet] = await pendingHandbacks(world.store, (await world.load(maria)).session)
    const users = (await world.log(maria)).filter(entry => entry.kind === 'message')
    expect(users.length).toBeGreaterThan(16)
    expect(packet?.missed.map(({ seq, text, continues }) => [seq, text, continues])).toEqual(
      users.map(({ seq, text, continues }) => [seq, text, continues]),
    )
  })

  it('keeps its words if its payload is too large, and is refused without words', async () => {
    const world = await appWorld({ mode: 'gate' })
    const payload = { url: 'x'.repeat(30_000) }
    await converse(world.app, maria, { type: 'image', text: 'look', payload })
    expect(await world.log(maria)).toMatchObject([{ type: 'image', text: 'look' }])
    expect(JSON.stringify(await world.log(maria))).not.toContain('payload')
    await expect(converse(world.app, maria, { type: 'image', payload })).rejects.toMatchObject({
      code: 'message.too_large',
    })
  })
})

describe('a long text of a bot', () => {
  it('is answered and logged as several messages in order', async () => {
    const world = await appWorld()
    world.botAnswers('short', long)
    const answer = await world.userSays(maria, 'tell me', { id: 'm1' })
    expect(answer.replies.map(({ seq }) => seq)).toEqual([2, 3, 4])
    expect(answer.replies.map(({ text }) => text).join('')).toBe(`short${long}`)
    expect(await world.userSays(maria, 'tell me', { id: 'm1' })).toEqual(answer)
    expect(said(await world.log(maria)).map(([, continues]) => continues)).toEqual([undefined, undefined, undefined, 3])
  })

  it('is delivered piece by piece to a webhook channel', async () => {
    const world = await appWorld({ channels: { web: { ...webhookChannel, replies: 'deliver' } } })
    world.app.answer = ({ url }) =>
      url === webhookChannel.url ? { status: 'ok', body: {} } : { status: 'ok', body: { replies: [{ text: long }] } }
    await world.userSays(maria, 'tell me')
    await world.dispatched()
    const delivered = world.app.posted.filter(({ url }) => url === webhookChannel.url)
    expect(delivered.map(({ id }) => id)).toEqual([`${sessionId(maria)}:2`, `${sessionId(maria)}:3`])
    expect(delivered.map(({ body }) => (body.message as { text: string }).text).join('')).toBe(long)
  })

  it('becomes a draft in pieces if it comes after a pause', async () => {
    const world = await appWorld()
    const outside = slowOutside(world.app)
    const talking = world.userSays(maria, 'hi')
    const call = await outside.next()
    await world.agentPauses(maria)
    call.botAnswers(long)
    await talking
    const drafts = (await world.log(maria)).filter(({ kind }) => kind === 'withheld')
    expect(said(drafts)).toEqual([
      ['withheld', undefined],
      ['withheld', 3],
    ])
    expect(joined(drafts)).toBe(long)
  })

  it('can be posted unasked, and is committed once per id', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    const posted = { id: 'r1', epoch: 0, replies: [{ type: 'text' as const, text: long }] }
    const answer = await postReplies(world.app, maria, 'key1', posted)
    expect(answer.replies.map(({ seq }) => seq)).toEqual([2, 3])
    expect(await postReplies(world.app, maria, 'key1', posted)).toEqual(answer)
  })

  it('loses a payload that is too large, and no words', async () => {
    const world = await appWorld()
    const payload = { x: 'x'.repeat(30_000) }
    world.outsideAnswers({
      status: 'ok',
      body: { replies: [{ type: 'custom', payload }, { type: 'image', text: 'see', payload }, { text: 'bye' }] },
    })
    expect((await world.userSays(maria, 'hi')).replies).toEqual([
      { seq: 2, type: 'image', text: 'see' },
      { seq: 3, type: 'text', text: 'bye' },
    ])
  })
})
