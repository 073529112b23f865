import { createHmac } from 'node:crypto'
import { defaultPolicy } from '../../../lib/session/policy.ts'
import type { Teller } from './teller.ts'

const PAGE = '1'
const PERSON = '7000000000000001'
const APP = { appId: '1', appSecret: '0123456789abcdef0123456789abcdef', verifyToken: 'a-word-that-only-we-know' }

/** A page on Messenger: its webhook's check, each kind of event, a conversation with an agent, and what leaves for Meta. */
export async function messenger(teller: Teller): Promise<void> {
  const { cloud, ok, admin, botAnswers } = teller
  const { version } = await ok('messengerApp', {}, { token: admin })
  await ok('putMessengerApp', {}, { token: admin, body: { ...APP, version } })
  const stored = await ok('config', {}, { token: admin })
  const page = { type: 'messenger', pageId: PAGE, pageToken: 'token-of-1', threadControl: 'follow', passTo: '263902' }
  await ok('putBot', {}, { token: admin, body: { ...stored, channels: { ...stored.channels, page } } })
  for (const check of ['checkChannel', 'subscribeChannel'] as const)
    await ok(check, { channel: 'page' }, { token: admin })
  const type = 'messenger'
  const challenge = { 'hub.mode': 'subscribe', 'hub.verify_token': APP.verifyToken, 'hub.challenge': '42' }
  await ok('verifyChannel', { type }, { query: challenge })

  let time = cloud.now()
  const events = async (...messaging: readonly object[]) => {
    const all = messaging.map(event => ({
      sender: { id: PERSON },
      recipient: { id: PAGE },
      timestamp: ++time,
      ...event,
    }))
    const body = JSON.stringify({ object: 'page', entry: [{ id: PAGE, time, messaging: all }] })
    const signature = createHmac('sha256', APP.appSecret).update(body).digest('hex')
    await ok('receiveFromChannel', { type }, { body, headers: { 'x-hub-signature-256': `sha256=${signature}` } })
    await cloud.feed()
  }
  botAnswers({ replies: [{ text: 'Hello!' }] })
  await events({ message: { mid: 'm_1', text: 'hi' } })
  await events({ message: { mid: 'm_1', text: 'hi' } })
  const id = await teller.session(PERSON, 'page')
  await teller.console('page console', id)
  await teller.console('dead page console', id)
  cloud.gone.add('dead page console')
  await events({ read: { watermark: time } }, { reaction: { mid: 'm_1', action: 'react', emoji: '❤️' } })
  await events({ postback: { mid: 'm_2', title: 'A person', payload: 'person' } })
  await ok('pause', { id }, { token: teller.key, body: {} })
  await cloud.feed()
  await cloud.frame('page console', { type: 'typing', session: id })
  await ok('say', { id }, { body: { text: 'I am here.' } })
  await cloud.feed()
  await ok('unpause', { id }, { body: {} })
  await cloud.feed()
  const echo = { is_echo: true, app_id: 263902, mid: 'm_3', text: 'From the inbox.' }
  await events({ sender: { id: PAGE }, recipient: { id: PERSON }, message: echo })
  await events({ take_thread_control: { previous_owner_app_id: APP.appId, new_owner_app_id: '263902' } })
  await events({ pass_thread_control: { previous_owner_app_id: '263902', new_owner_app_id: APP.appId } })
  await cloud.after(defaultPolicy.deliveryCheckMs)
}
