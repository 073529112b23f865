import { expect, it } from 'vitest'
import { execute } from '../lib/conversations/execute.ts'
import { sessionId } from '../lib/session/session.ts'
import { appWorld, othersGoOn, slowOutside } from '../test/support/app-world.ts'
import { userSays } from '../test/support/commands.ts'
import { maria } from '../test/support/people.ts'
import { localAsker } from './asker.ts'

const turn = { botId: 'shop', session: sessionId(maria), seq: 1, attempt: 1 }

async function given() {
  const world = await appWorld()
  await execute(world.app, maria, userSays('hi'))
  const outside = slowOutside(world.app)
  let held = 0
  let waiting = false
  const asker = localAsker(
    () => world.app,
    () => {
      held++
      return {
        waits: isWaiting => {
          waiting = isWaiting
        },
        free: () => {
          held--
        },
      }
    },
  )
  return { world, outside, asker, held: () => held, isWaiting: () => waiting }
}

it('localAsker returns before the bot answers, and holds a place of users until it has', async () => {
  const { world, outside, asker, held } = await given()

  await asker.ask(turn)
  const call = await outside.next()
  expect(held()).toBe(1)
  expect(await world.kinds(maria)).toEqual(['message'])

  call.botAnswers('hello')
  await asker.idle(5_000)
  expect(held()).toBe(0)
  expect(await world.kinds(maria)).toEqual(['message', 'message'])
})

it('localAsker says while it waits for the bot', async () => {
  const { outside, asker, isWaiting } = await given()
  await asker.ask(turn)
  const call = await outside.next()
  expect(isWaiting()).toBe(true)
  call.botAnswers('hello')
  await asker.idle(5_000)
  expect(isWaiting()).toBe(false)
})

it('localAsker frees the place if asking fails', async () => {
  const { world, asker, held } = await given()
  world.store.load = async () => {
    throw new Error('the disk is full')
  }
  await asker.ask(turn)
  await asker.idle(5_000)
  expect(held()).toBe(0)
})

it('localAsker waits at idle no longer than its limit for a silent bot', async () => {
  const { outside, asker, held } = await given()
  await asker.ask(turn)
  await outside.next()
  await asker.idle(10)
  await othersGoOn()
  expect(held()).toBe(1)
})
