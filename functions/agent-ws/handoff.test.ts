import { beforeEach, describe, expect, it } from 'vitest'
import { sessionId } from '../../lib/session/session.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { maria } from '../../test/support/people.ts'
import { aConsole, answerTo, aWidget, type Client } from '../../test/support/sockets.ts'

const session = sessionId(maria)

describe("an agent's frames on a handoff", () => {
  let world: AppWorld
  let ana: Client
  let ben: Client
  beforeEach(async () => {
    world = await appWorld({ mode: 'gate' })
    await world.userAsksForPerson(maria)
    ana = await aConsole(world, 'ana')
    ben = await aConsole(world, 'ben')
  })

  it('claim, transfer and decline it', async () => {
    expect(await answerTo(ana, { type: 'claim', id: 'c', session })).toMatchObject({
      type: 'ok',
      result: { session, isPaused: true, changed: true, seq: 2, epoch: 1 },
    })
    expect(await answerTo(ana, { type: 'transfer', id: 't', session, to: 'ben', reason: 'invoices' })).toMatchObject({
      result: { changed: true, seq: 3, epoch: 1 },
    })
    expect(await answerTo(ben, { type: 'decline', id: 'd', session, reason: 'on holiday' })).toMatchObject({
      result: { changed: true, seq: 4, epoch: 1 },
    })
    const [theAna, theBen] = ['ana', 'ben'].map(id => ({ type: 'agent', id, name: id }))
    expect((await world.log(maria)).slice(1)).toMatchObject([
      { kind: 'assigned', agent: theAna },
      { kind: 'transferred', by: theAna, from: theAna, to: theBen, reason: 'invoices' },
      { kind: 'transferred', by: theBen, from: theBen, reason: 'on holiday' },
    ])
  })

  it('get the holder of the conversation with a refusal', async () => {
    await answerTo(ben, { type: 'claim', id: 'b', session })
    expect(await answerTo(ana, { type: 'claim', id: 'c', session })).toMatchObject({
      type: 'error',
      code: 'handoff.already_claimed',
      detail: 'ben has this conversation, so you did not take it',
      holder: 'human',
      agent: { type: 'agent', id: 'ben', name: 'ben' },
    })
    expect(await answerTo(ana, { type: 'transfer', id: 't', session })).toMatchObject({
      code: 'handoff.not_yours',
      agent: { id: 'ben' },
    })
  })

  it('are refused if the other agent is not online', async () => {
    expect(await answerTo(ana, { type: 'transfer', id: 't', session, to: 'zoe' })).toMatchObject({
      type: 'error',
      code: 'agent.not_found',
    })
    expect(await world.kinds(maria)).toEqual(['paused'])
  })

  it('name the field that is wrong', async () => {
    const frame = { type: 'decline', id: 'd', session, reason: '' }
    expect(await ana.send(JSON.stringify(frame))).toMatchObject([
      { type: 'error', code: 'request.invalid', errors: [{ path: 'reason' }] },
    ])
  })

  it('are for agents alone', async () => {
    const widget = await aWidget(world, maria, 'widget-2')
    for (const frame of [
      { type: 'claim', id: 'c', session },
      { type: 'transfer', id: 't', session },
      { type: 'decline', id: 'd', session, reason: 'no' },
    ] as const) {
      expect(await answerTo(widget, frame)).toMatchObject({ type: 'error', code: 'auth.forbidden' })
    }
  })

  it('never tell a user why an agent did not take the conversation', async () => {
    const widget = await aWidget(world, maria, 'widget-3')
    await widget.send({ type: 'hello' })
    await answerTo(ana, { type: 'decline', id: 'd', session, reason: 'not my field' })
    await answerTo(ana, { type: 'claim', id: 'c', session })
    await answerTo(ana, { type: 'transfer', id: 't', session, to: 'ben', reason: 'knows more' })
    const shown = JSON.stringify(widget.frames())
    expect(shown).toContain('transferred')
    expect(shown).not.toMatch(/not my field|knows more|declined|"id":"ben"/)
  })
})
