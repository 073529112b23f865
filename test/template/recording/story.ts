import { MAX_DIRECT_WATCHERS } from '../../../lib/ports/sessions.ts'
import type { LogPage } from '../../../lib/protocol/routes.ts'
import { defaultPolicy } from '../../../lib/session/policy.ts'
import { isoTime } from '../../../lib/session/time.ts'
import { minutes, seconds } from '../../support/clock.ts'
import type { Cloud } from './cloud.ts'
import { messenger } from './story-channels.ts'
import { queues } from './story-handoffs.ts'
import { gate, handOff, lookUp, setUp } from './story-setup.ts'
import { sockets } from './story-sockets.ts'
import { aTeller, BOT, CHANNEL, EVENTS, LONG, type Teller } from './teller.ts'

/** Plays everything that can happen on AWS, so that each function makes every call that it can make. */
export async function everything(cloud: Cloud): Promise<void> {
  const teller = await aTeller(cloud)
  await setUp(teller)
  await talk(teller)
  await handOver(teller)
  await deliver(teller)
  await sockets(teller)
  await lateWatchers(teller)
  await theDead(teller)
  await gate(teller)
  await messenger(teller)
  await lookUp(teller)
  await handOff(teller)
  await queues(teller)
  await events(teller)
  await theExpired(teller)
  await ofEarlierVersions(teller)
  await leave(teller)
}

/** The agent signs out everywhere with an open socket. Their tokens are invalid afterwards. */
async function leave({ ok, console }: Teller): Promise<void> {
  await console('forgotten console')
  await ok('signOutEverywhere')
}

/** A user and the bot: changes of name and attributes, a repeated message, and one without an answer. */
async function talk({ cloud, userSays, botAnswers, ok, key }: Teller): Promise<void> {
  botAnswers({ replies: [{ text: 'Hello!' }] })
  await userSays('maria', 'hi', { id: 'm1', user: { fullName: 'Maria Silva', attributes: { plan: 'gold' } } })
  await userSays('maria', 'hi', { id: 'm1' })
  await userSays('maria', LONG, { user: { fullName: 'Mary Silver' } })
  await ok('receiveAddressed', {}, { token: key, body: { channel: 'api', userId: 'any/id?', text: 'hi' } })
  await ok('receiveAddressed', {}, { token: key, body: { channel: 'api', userId: 'any/id?', type: 'read' } })
  await cloud.feed()
  cloud.outside = () => {
    throw new Error('this process is at its end')
  }
  await userSays('otto', 'hi').catch(() => {})
  await cloud.after(minutes(1))
  await cloud.feed()
}

/** The bot hands over, fails or is paused. Agents are alerted, and again; none comes, or one does. */
async function handOver({ cloud, userSays, botAnswers, ok, session, admin }: Teller): Promise<void> {
  botAnswers({ replies: [], handoff: { reason: 'asked for a person' } })
  await userSays('nora', 'a person, please')
  cloud.topicFails = true
  await cloud.feed()
  cloud.topicFails = false
  await cloud.after(defaultPolicy.alertCheckMs)
  await cloud.after(defaultPolicy.realertMs)
  await cloud.after(defaultPolicy.giveUpMs)
  await cloud.feed()

  await userSays('nora', 'a person, please')
  await cloud.feed()
  const id = await session('nora')
  await ok('decline', { id }, { body: { id: 'd1', reason: 'not my language' } })
  await ok('claim', { id }, { body: { id: 'c1' } })
  await ok('whisper', { id }, { token: admin, body: { id: 'h1', text: 'offer the refund' } })
  await ok('snooze', { id }, { body: { id: 'z1' } })
  await ok('wake', { id }, { body: { id: 'w1' } })
  await ok('transfer', { id }, { body: { id: 't1', reason: 'knows invoices' } })
  await ok('tag', { id }, { body: { id: 'g1', add: ['invoice'] } })
  await ok('runMacro', { id }, { body: { id: 'm1', macro: 'Welcome' } })
  await ok('say', { id }, { body: { id: 'a1', text: 'Hello, I am Ana.' } })
  await ok('note', { id }, { body: { id: 'n1', text: 'knows her order number' } })
  await userSays('nora', 'order 4711')
  cloud.outside = () => ({ status: 'retry', reason: 'busy' })
  await ok('unpause', { id }, { body: { id: 'u1', outcome: 'resolved' } })
  await cloud.feed()
  await cloud.after(minutes(1))
  botAnswers({ replies: [{ text: 'I know now.' }] })
  await cloud.after(minutes(5))
  await userSays('nora', 'and another thing')
  cloud.outside = () => ({ status: 'refused', reason: 'it is broken' })
  await userSays('nora', 'are you there?')
  await cloud.feed()
}

/** A channel with a webhook accepts a message, fails temporarily, gets a retry, and refuses. */
async function deliver({ cloud, userSays, botAnswers, session, ok }: Teller): Promise<void> {
  const channel = 'sms'
  botAnswers({ replies: [{ text: 'Hello!' }] })
  await userSays('sam', 'hi', { channel })
  await cloud.feed()
  cloud.outside = url => (url === CHANNEL ? { status: 'retry', reason: 'busy' } : { status: 'ok', body: {} })
  await userSays('sam', 'hi again', { channel })
  const id = await session('sam', channel)
  await ok('say', { id }, { body: { text: 'Hello, I am Ana.' } })
  await cloud.feed()
  await cloud.after(seconds(30))
  cloud.outside = url =>
    url === CHANNEL ? { status: 'refused', reason: 'no such number' } : { status: 'ok', body: {} }
  await cloud.after(minutes(2))
  await cloud.feed()
  const { entries } = (await ok('entries', { id })) as unknown as LogPage
  const failed = entries.find(entry => entry.kind === 'undeliverable')
  if (failed?.kind !== 'undeliverable') throw new Error('nothing failed for good')
  await ok('redeliver', { id, seq: `${failed.of}` }, { body: {} })
  await cloud.feed()
}

/** More consoles watch a conversation than are pushed to directly. */
async function lateWatchers({ cloud, console, ok, session }: Teller): Promise<void> {
  const id = await session('maria')
  for (let at = 0; at <= MAX_DIRECT_WATCHERS; at++) await console(`late-${at}`, id)
  await ok('say', { id }, { body: { text: LONG } })
  await cloud.feed()
  for (let at = 0; at <= MAX_DIRECT_WATCHERS; at++) await cloud.disconnect(`late-${at}`)
}

/** Dead sockets, which each function in turn meets and removes. */
async function theDead({ cloud, agent, userSays, botAnswers, ok, session, console }: Teller): Promise<void> {
  const id = await session('maria')
  // A socket that only subscribes is pushed to by a reader of the feed, not by the committer.
  const elsewhere = await session('nora')
  const dies = async (socket: string, subscription?: 'inbox' | 'live') => {
    await console(socket, subscription ? elsewhere : id)
    if (subscription) await cloud.frame(socket, { type: 'subscribe', to: subscription })
    cloud.gone.add(socket)
  }
  const { token, session: own } = await ok('userToken', {}, { body: {} })
  await cloud.connect('met by ask', token)
  await cloud.frame('met by ask', { type: 'hello' })
  await cloud.connect('an agent, met by ask', agent, { bot: BOT })
  await cloud.frame('met by ask', { type: 'message', session: own, message: { text: 'hello' }, id: 'm0' })
  await cloud.frame('an agent, met by ask', { type: 'watch', session: own })
  cloud.outside = () => {
    for (const socket of ['met by ask', 'an agent, met by ask']) cloud.gone.add(socket)
    return { status: 'ok', body: { replies: [{ text: 'Hello!' }] } }
  }
  await cloud.frame('met by ask', { type: 'message', session: own, message: { text: 'hi' } })
  botAnswers({ replies: [] })
  await dies('met by inbound')
  await userSays('maria', 'hi')
  await dies('met by pause')
  await ok('note', { id }, { body: { id: 'n1', text: 'a note' } })
  await console('alive', id)
  await dies('met by agent-ws')
  await cloud.frame('alive', { type: 'note', session: id, text: 'another note' })
  await cloud.feed()
  await ok('pause', { id }, { body: { id: 'p0' } })
  for (const subscription of ['inbox', 'live'] as const) {
    await dies(`met by the reader for ${subscription}`, subscription)
    await ok('note', { id }, { body: { id: `n-${subscription}`, text: 'a note' } })
    await cloud.feed()
  }
  await dies('met by clock')
  await cloud.after(defaultPolicy.idleMs)
  await cloud.feed()
}

/** The endpoint for events fails for a day, and gets the events again later. */
async function events({ cloud, ok, userSays, botAnswers, admin }: Teller): Promise<void> {
  botAnswers({ replies: [], handoff: { reason: 'asked for a person' } })
  await userSays('eva', 'a person, please')
  const from = isoTime(cloud.now())
  cloud.outside = url => (url === EVENTS ? { status: 'retry', reason: 'busy' } : { status: 'ok', body: {} })
  await cloud.feed()
  await cloud.after(minutes(25 * 60))
  await ok('deadEvents', {}, { token: admin })
  await ok('replayEvents', {}, { token: admin, body: { from } })
  cloud.outside = () => ({ status: 'ok', body: {} })
  await ok('replayEvents', {}, { token: admin, body: { from } })
}

/** A socket with an expired token that keeps sending frames. */
async function theExpired({ cloud, ok }: Teller): Promise<void> {
  const { token } = await ok('userToken', {}, { body: {} })
  await cloud.connect('expired', token)
  await cloud.after(minutes(66))
  await cloud.frame('expired', { type: 'ping' }).catch(() => {})
}

/** Conversations of an earlier version: the first function that writes updates their words. */
async function ofEarlierVersions({ cloud, userSays, botAnswers, ok, session }: Teller): Promise<void> {
  const channel = 'sms'
  botAnswers({ replies: [{ text: 'Hello!' }] })
  await userSays('sam', 'hello again', { channel })
  await ok('say', { id: await session('sam', channel) }, { body: { text: 'Here I am.' } })
  await cloud.makeOld()
  await cloud.feed()

  botAnswers({ replies: [], handoff: { reason: 'asked for a person' } })
  await userSays('olga', 'a person, please')
  await cloud.feed()
  await cloud.makeOld()
  await cloud.after(defaultPolicy.giveUpMs)

  botAnswers({ replies: [{ text: 'Hello!' }] })
  const { token, session: own } = await ok('userToken', {}, { body: {} })
  await cloud.connect('widget of old', token)
  await cloud.frame('widget of old', { type: 'hello' })
  cloud.beforeAsking = cloud.makeOld
  await cloud.frame('widget of old', { type: 'message', session: own, message: { text: 'hi' } })
}
