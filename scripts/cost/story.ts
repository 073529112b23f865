import { makeKey } from '../../lib/auth/keys.ts'
import type { ClientFrame } from '../../lib/protocol/frames.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { type Address, sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import type { Counts } from './counts.ts'
import { edgesOf } from './edges.ts'
import { openMeteredWorld } from './metered-world.ts'

/** The kinds of events that are counted. Months are sums of them. */
export const KINDS = [
  'first message, answered by the bot',
  'message, answered by the bot',
  'message during an episode',
  "agent's message",
  'request for an agent',
  'question for the place',
  'unpause',
  'socket: connect',
  'socket: hello',
  'socket: subscribe',
  'socket: watch',
  'socket: unwatch',
  'socket: ping',
  'socket: fresh token',
  'socket: disconnect',
  'inbox read',
  'idle minute',
] as const
export type Kind = (typeof KINDS)[number]

/** Texts of typical lengths: about 75 characters for people, 250 for bots. */
const QUESTION = 'My parcel was to come on Monday and it is not here yet. Where is it now?'
const ANSWER =
  'Thank you for asking! Your parcel left our warehouse on Monday and reached the depot near you this morning. ' +
  'The courier brings it tomorrow between nine and twelve. You can follow it in the app, or tell me another day ' +
  'that suits you better.'
const AGENT_SAYS = 'Hello, this is Ana. I have just called the courier: your parcel comes this afternoon.'

const MESSAGES = 4

const somebodyElse = { botId: 'shop', channel: 'web', userId: 'user-4711-0003' }

/** The time between two messages of a conversation. */
export const PACES = { usual: seconds(30), slow: minutes(1) } as const
export type Pace = keyof typeof PACES

/**
 * Runs two conversations of ten messages with the real handlers: one with only the bot, one that a person takes over.
 * At the usual pace, another user writes between any two messages, as at a million entries a month. At the slow pace,
 * none does: caches have expired, and every message moves its conversation in the lists. With `sized`, counts units and
 * bytes; without it, measures undistorted times.
 */
export async function tellStory({ sized, pace }: { sized: boolean; pace: Pace }): Promise<ReadonlyMap<string, Counts>> {
  const world = await openMeteredWorld({ sized, botAnswer: ANSWER })
  try {
    const { app, clock, as } = world
    const edges = await edgesOf(world)
    const { key: token, stored } = makeKey(app.ids, new Date(clock.now()).toISOString())
    await app.store.putKey('shop', stored)
    const kind = (name: Kind | 'others', act: () => Promise<unknown>) =>
      as(name, async () => {
        await act()
        await edges.served()
      })
    let said = 0
    const says = async ({ botId, channel, userId }: Address, more: object = {}) => {
      const body = { id: `m-${++said}-0123456789abcdef`, text: QUESTION, ...more }
      await edges.request('inbound', routes.receive, { botId, channel, userId }, { token, body })
    }
    const first = (who: Address, fullName: string) =>
      kind('first message, answered by the bot', () => says(who, { user: { fullName, language: 'pt-BR' } }))
    const timePasses = async () => {
      clock.advance(PACES[pace] / 2)
      if (pace === 'usual') await kind('others', () => says(somebodyElse))
      clock.advance(PACES[pace] / 2)
    }

    await kind('idle minute', () => edges.minute())

    const maria = { botId: 'shop', channel: 'web', userId: 'user-4711-0001' }
    await timePasses()
    await first(maria, 'Maria Silva')
    for (let n = 0; n < MESSAGES; n++) {
      await timePasses()
      await kind('message, answered by the bot', () => says(maria))
    }

    const ana = agentToken('4b1f8a0e-5d2c-4e57-9a0c-agent-ana', ['shop:agent'])
    const console = 'aL0SM9cOFvHcCIhA='
    const send = (name: Kind, frame: ClientFrame) => kind(name, () => edges.send(console, frame))
    await kind('socket: connect', () => edges.connect(console, ana, 'shop'))
    await send('socket: hello', { type: 'hello', id: 'f-1', cursors: {} })
    await send('socket: subscribe', { type: 'subscribe', id: 'f-2', to: 'inbox' })

    const jonas = { botId: 'shop', channel: 'web', userId: 'user-4711-0002' }
    const session = sessionId(jonas)
    await timePasses()
    await first(jonas, 'Jonas Weber')
    await timePasses()
    await kind('request for an agent', () =>
      edges.request('pause', routes.hitlUserPause, { ...jonas }, { token, query: { trigger: 'user' } }),
    )
    await kind('question for the place', () => edges.request('pause', routes.place, { ...jonas }, { token }))
    await kind('inbox read', () =>
      edges.request('pause', routes.conversations, { botId: 'shop' }, { token: ana, query: { status: 'paused' } }),
    )
    await send('socket: watch', { type: 'watch', id: 'f-3', session, cursor: 0 })
    for (let n = 0; n < MESSAGES; n++) {
      await timePasses()
      const message = { type: 'text', text: AGENT_SAYS } as const
      await send("agent's message", { type: 'message', id: `a-${n}-0123456789abcdef`, session, message })
      await timePasses()
      await kind('message during an episode', () => says(jonas))
    }
    const revision = (await app.store.load(session))?.session.revision ?? 0
    await send('socket: ping', { type: 'ping', cursors: { [session]: revision } })
    await send('socket: fresh token', { type: 'auth', id: 'f-4', token: ana })
    await timePasses()
    await send('unpause', { type: 'unpause', id: 'u-1-0123456789abcdef', session, outcome: 'resolved' })
    await send('socket: unwatch', { type: 'unwatch', id: 'f-5', session })
    await kind('socket: disconnect', () => edges.disconnect(console))
    return world.kinds
  } finally {
    await world.close()
  }
}
