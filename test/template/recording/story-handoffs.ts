import { REMEMBER_MS } from '../../../lib/bots/directory.ts'
import { defaultPolicy } from '../../../lib/session/policy.ts'
import type { Teller } from './teller.ts'

/** Queues whose conversations go to agents by themselves, a rating, an alert that somebody confirms, and a supervised bot. */
export async function queues(teller: Teller): Promise<void> {
  const { cloud, admin, ok, console } = teller
  const stored = await ok('config', {}, { token: admin })
  const handoffs = { rating: true, queues: { sales: { assignment: 'least_loaded', capacity: 50 } } }
  await ok('putBot', {}, { token: admin, body: { ...stored, handoffs } })
  // Until every function has read the configuration.
  await cloud.after(REMEMBER_MS)
  await console('taker')
  await ok('myStatus')
  await ok('setStatus', {}, { body: { status: 'away' } })
  await ok('setStatus', {}, { body: { status: 'online' } })
  await ok('queues')
  await ok('availability', {}, { query: { queue: 'sales' } })
  await assigned(teller)
  await rated(teller)
  await supervised(teller)
  await cloud.disconnect('taker')
  const { version } = await ok('config', {}, { token: admin })
  await ok('putBot', {}, { token: admin, body: { ...stored, version } })
}

/**
 * The feed gives one conversation to the agent; the clock looks for others while one waits outside the queue. The channel
 * asks for its place.
 */
async function assigned({ cloud, ok, key, userSays, botAnswers, session }: Teller): Promise<void> {
  botAnswers({ replies: [], handoff: { reason: 'asked for a person', queue: 'sales' } })
  await userSays('quinn', 'a person, please')
  await cloud.feed()
  await ok('unpause', { id: await session('quinn') }, { body: { outcome: 'resolved' } })

  botAnswers({ replies: [], handoff: { reason: 'asked for a person' } })
  await userSays('walter', 'a person, please')
  await cloud.after(defaultPolicy.alertCheckMs)
  const id = await session('walter')
  await ok('placeOfSession', { id }, { token: key })
  await ok('place', { channel: 'api', userId: 'walter' }, { token: key })
  await ok('placeAddressed', {}, { token: key, query: { channel: 'api', userId: 'walter' } })
  await ok('acknowledge', { id }, { body: { id: 'seen' } })
  await ok('showAlert', { token: 'a link that does not work' })
  await ok('confirmAlert', { token: 'a link that does not work' })
  await ok('unpause', { id })
  await cloud.feed()
}

/** The user rates the part of people; the channel passes the rating on in each way. */
async function rated({ ok, key, userSays, botAnswers, session }: Teller): Promise<void> {
  botAnswers({ replies: [{ text: 'Hello!' }] })
  await userSays('rita', 'hi')
  const id = await session('rita')
  await ok('pause', { id }, { body: { id: 'p1' } })
  await ok('unpause', { id }, { body: { id: 'u1' } })
  const given = { token: key, body: { stars: 5, comment: 'quick' } }
  await ok('rateSession', { id }, given)
  await ok('rate', { channel: 'api', userId: 'rita' }, given)
  await ok('rateAddressed', {}, { ...given, query: { channel: 'api', userId: 'rita' } })
}

/** A reply that an agent approves over HTTP, and one over a socket. */
async function supervised({ cloud, ok, userSays, botAnswers, session }: Teller): Promise<void> {
  botAnswers({ replies: [{ text: 'Perhaps.' }] })
  await userSays('sofia', 'hi')
  const id = await session('sofia')
  await ok('supervise', { id }, { body: { id: 's1' } })
  const first = await userSays('sofia', 'is it so?')
  await ok('approve', { id }, { body: { id: 'a1', of: first.seq } })
  await ok('unpause', { id }, { body: { id: 'u1' } })
  await cloud.frame('taker', { type: 'supervise', session: id, id: 's2' })
  const second = await userSays('sofia', 'really?')
  await cloud.frame('taker', { type: 'approve', session: id, id: 'a2', of: second.seq })
  await cloud.frame('taker', { type: 'unpause', session: id, id: 'u2' })
  await cloud.feed()
}
