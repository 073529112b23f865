import { beforeEach, describe, expect, it } from 'vitest'
import { sessionId } from '../../lib/session/session.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { maria } from '../../test/support/people.ts'
import { aConsole, answerTo, aWidget, type Client } from '../../test/support/sockets.ts'

const session = sessionId(maria)

describe("an agent's frames on a supervised bot", () => {
  let world: AppWorld
  let ana: Client
  let ben: Client
  beforeEach(async () => {
    world = await appWorld()
    world.botAnswers('on its way')
    ana = await aConsole(world, 'ana')
    ben = await aConsole(world, 'ben')
    await world.userSays(maria, 'hello')
    await answerTo(ana, { type: 'supervise', id: 's', session, reason: 'new prompts' })
    await world.userSays(maria, 'where is it?')
  })

  it('supervise it, and approve its reply', async () => {
    expect(await answerTo(ana, { type: 'approve', id: 'a', session, of: 4 })).toMatchObject({
      type: 'ok',
      result: { session, seq: 6, duplicate: false },
    })
    expect((await world.log(maria)).slice(2)).toMatchObject([
      { kind: 'supervised', on: true, reason: 'new prompts' },
      { kind: 'message' },
      { kind: 'proposed' },
      { kind: 'message', approvedBy: { id: 'ana' } },
      { kind: 'reviewed', outcome: 'sent' },
    ])
  })

  it('edit it, or answer instead; the second is told who decided and how', async () => {
    const replies = [{ type: 'text' as const, text: 'on Monday' }]
    await answerTo(ana, { type: 'approve', id: 'a', session, of: 5, replies })
    const message = { type: 'text' as const, text: 'I look for it' }
    expect(await answerTo(ben, { type: 'message', id: 'm', session, message, insteadOf: 5 })).toMatchObject({
      type: 'error',
      code: 'review.closed',
      review: { outcome: 'edited', by: { id: 'ana' } },
    })
  })

  it('are not for users, who see nothing of it', async () => {
    const widget = await aWidget(world, maria)
    const forbidden = { type: 'error', code: 'auth.forbidden' }
    expect(await answerTo(widget, { type: 'supervise', id: 'x', session })).toMatchObject(forbidden)
    expect(await answerTo(widget, { type: 'approve', id: 'y', session, of: 4 })).toMatchObject(forbidden)
    const frames = await widget.send({ type: 'watch', session, cursor: 0 })
    const shown = frames.flatMap(frame => (frame.type === 'entries' ? frame.entries : []))
    expect(shown.map(({ kind }) => kind)).toEqual(['message', 'message', 'message'])
  })
})
