import { beforeEach, describe, expect, it } from 'vitest'
import { appWorld } from '../../test/support/app-world.ts'
import { messengerChannel } from '../../test/support/deliveries.ts'
import { anAddress } from '../../test/support/people.ts'
import type { App } from '../app.ts'
import { showBotTyping } from './typing.ts'

const maria = anAddress({ channel: 'page' })

describe('the sign that a bot is answering', () => {
  let world: Awaited<ReturnType<typeof appWorld>>
  let calls: unknown[]
  beforeEach(async () => {
    calls = []
    world = await appWorld({ channels: { page: { ...messengerChannel, typing: 'all' } } })
    await world.userSays(maria, 'hello')
  })

  /** Asks a bot. `meanwhile` happens in the moment that a quick bot has. */
  async function asks(meanwhile: () => Promise<void>, asking: Promise<unknown> = new Promise(() => {})) {
    const app: App = {
      ...world.app,
      clock: { ...world.app.clock, sleep: meanwhile },
      platforms: {
        call: async ({ body }) => {
          calls.push(body)
          return { status: 200, body: {} }
        },
      },
    }
    const { session } = await world.load(maria)
    await showBotTyping(app, await app.directory.bot('shop'), session, asking)
  }

  it('appears once if the bot takes longer than a moment', async () => {
    await asks(async () => {})
    expect(calls).toEqual([{ recipient: { id: maria.userId }, sender_action: 'typing_on' }])
  })

  it('does not appear if the bot answers, or fails, within it', async () => {
    const never = () => new Promise<void>(() => {})
    await asks(never, Promise.resolve())
    await asks(never, Promise.reject(new Error('the store is away')))
    expect(calls).toEqual([])
  })

  it('does not appear if a person takes the conversation meanwhile, even if the bot has it again', async () => {
    await asks(() => world.agentPauses(maria))
    await asks(async () => {})
    await world.agentResumes(maria)
    await asks(async () => {
      await world.agentPauses(maria)
      await world.agentResumes(maria)
    })
    expect(calls).toEqual([])
  })
})
