import { BOT, LONG, type Teller } from './teller.ts'

/** Sends every frame of consoles and widgets. */
export async function sockets({ cloud, agent, ok, botAnswers, console, session }: Teller): Promise<void> {
  const id = await session('maria')
  await console('console')
  await cloud.frame('console', { type: 'auth', token: agent })
  await cloud.frame('console', { type: 'subscribe', to: 'inbox' })
  await cloud.frame('console', { type: 'watch', session: id })
  await cloud.frame('console', { type: 'pause', session: id, reason: 'angry' })
  await cloud.frame('console', { type: 'message', session: id, message: { text: 'Hello, I am Ana.' } })
  await cloud.frame('console', { type: 'note', session: id, text: 'a good customer' })
  await console('other console')
  await cloud.frame('other console', { type: 'watch', session: id })
  await cloud.frame('console', { type: 'typing', session: id, in: 'note' })
  await cloud.frame('console', { type: 'read', session: id, seq: 1 })
  await cloud.frame('console', { type: 'ping', cursors: { [id]: 1 } })
  await cloud.feed()
  // A read mark over HTTP is pushed to the agent's sockets, and meets a dead one.
  await console('console that vanishes', id)
  cloud.gone.add('console that vanishes')
  await ok('markRead', { id }, { body: { seq: 2 } })
  await cloud.frame('console', { type: 'unpause', session: id })
  await cloud.frame('console', { type: 'unwatch', session: id })

  botAnswers({ replies: [{ text: 'Hello!' }] })
  const { token, session: own } = await ok('userToken', {}, { body: {} })
  await cloud.connect('widget', token)
  await cloud.frame('widget', { type: 'hello' })
  await cloud.frame('widget', { type: 'message', session: own, message: { text: 'hi' } })
  await cloud.frame('widget', { type: 'message', session: own, message: { text: LONG }, id: 'long' })
  await cloud.frame('widget', { type: 'pause', session: own, id: 'p1' })
  await cloud.feed()
  await cloud.frame('widget', { type: 'unpause', session: own, id: 'u1' })
  await cloud.frame('widget', { type: 'message', session: own, message: { text: 'again' }, id: 'm2' })
  // Receipts are pushed to an agent's console, and one meets a dead console.
  await console('console with receipts', own)
  await cloud.frame('widget', { type: 'ping', cursors: { [own]: 2 } })
  cloud.gone.add('console with receipts')
  await cloud.frame('widget', { type: 'read', session: own, seq: 2 })

  await cloud.connect('live', agent, { bot: BOT })
  await cloud.frame('live', { type: 'subscribe', to: 'live' })
  await cloud.feed()
  await ok('notify', {}, { body: { message: 'Orders fail.', level: 'error' } })
  await cloud.frame('live', { type: 'unsubscribe' })
  // A notification meets a dead console, and removes it from the conversation that it watched.
  await console('met by a notification', id)
  await cloud.frame('met by a notification', { type: 'subscribe', to: 'inbox' })
  cloud.gone.add('met by a notification')
  await ok('notify', {}, { body: { message: 'Orders work again.', level: 'success' } })
  for (const socket of ['console', 'other console', 'widget', 'live']) await cloud.disconnect(socket)
}
