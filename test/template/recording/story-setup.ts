import { CHANNEL, CONNECTOR, EVENTS, type Teller } from './teller.ts'

const SECRET = `whsec_${'A'.repeat(32)}`

/** Bots, their keys, and calls without a bot. */
export async function setUp(teller: Teller): Promise<void> {
  const { ok, admin } = teller
  const connector = { type: 'http', url: CONNECTOR, secret: SECRET }
  const channels = { sms: { type: 'webhook', url: CHANNEL, secret: SECRET, replies: 'deliver' } }
  const fb = { type: 'messenger', pageId: '1', pageToken: 'token-of-1' }
  const events = { url: EVENTS, secret: SECRET }
  await ok('putBot', {}, { token: admin, body: { mode: 'ask', connector, events, channels: { ...channels, fb } } })
  const stored = await ok('config', {}, { token: admin })
  const tags = ['invoice', 'refund']
  const macros = [{ name: 'Welcome', text: 'Hello {{user.fullName|there}}', tags: ['refund'] }]
  await ok('putBot', {}, { token: admin, body: { ...stored, channels, tags, macros } })
  await ok('putMessengerApp', {}, { token: admin, body: { appId: '1', appSecret: SECRET, verifyToken: SECRET } })
  await ok('messengerApp', {}, { token: admin })
  for (const check of ['checkChannel', 'subscribeChannel'] as const)
    await ok(check, { channel: 'sms' }, { token: admin })
  await ok('checkBot', {}, { token: admin })
  await ok('identitySecret', {}, { token: admin })
  await ok('replaceIdentitySecret', {}, { token: admin })
  await ok('replaceUserTokenSecret', {}, { token: admin })
  teller.key = (await ok('createKey', {}, { token: admin, body: {} })).key
  const spare = await ok('createKey', {}, { token: admin, body: { label: 'spare' } })
  await ok('deleteKey', { keyId: spare.keyId }, { token: admin })
  await ok('keys', {}, { token: admin })
  const ana = { protocol: 'email', endpoint: 'ana@example.test' }
  const { id } = await ok('subscribe', {}, { token: admin, body: ana })
  await ok('subscriptions', {}, { token: admin })
  await ok('changeSubscription', { id }, { token: admin, body: { filter: { priority: ['urgent'] } } })
  await ok('unsubscribe', { id }, { token: admin })
  await ok('publicBot')
  const told = await ok('notify', {}, { body: { message: 'The bot was trained again.', id: 'n1' } })
  await ok('notifications')
  await ok('readNotifications', {}, { body: { upTo: told.number } })
  await ok('doneNotification', { number: String(told.number) })
  await ok('doneNotification', { number: String(told.number) }, { body: { done: false } })
  await ok('cards')
  await ok('tags')
  await ok('macros')
  await ok('cannedReplies')
  await ok('ownReplies')
  await ok('putOwnReplies', {}, { body: { items: [{ name: 'Hello', value: 'Hello {{user.fullName|there}}!' }] } })
  await ok('links')
  await ok('report', {}, { token: admin })
  await ok('reportCsv', {}, { token: admin, query: { group: 'day' } })
  await ok('botAgents')
  await ok('openapi')
  await ok('docs')
}

/** A gated bot: it asks first, and its replies pass the fence. */
export async function gate({ ok, admin }: Teller): Promise<void> {
  const gated = { botId: 'gated' }
  await ok('putBot', gated, { token: admin, body: { mode: 'gate' } })
  const { key: token } = await ok('createKey', gated, { token: admin, body: {} })
  const user = { ...gated, channel: 'api', userId: 'gil' }
  const { session: id, seq } = await ok('receive', user, { token, body: { text: 'hi' } })
  await ok('replies', user, { token, body: { epoch: 0, inReplyTo: seq, replies: [{ text: 'Hello!' }] } })
  await ok('pause', { ...gated, id }, { token, body: {} })
  await ok('receive', user, { token, body: { text: 'still there?' } })
  await ok('unpause', { ...gated, id }, { token, body: {} })
  await ok('addressedReplies', gated, {
    token,
    query: { channel: 'api', userId: 'gil' },
    body: { epoch: 2, replies: [{ text: 'I am back.' }] },
  })
  const again = await ok('receive', user, { token, body: { text: 'and now?' } })
  const body = { epoch: again.epoch, inReplyTo: again.seq, replies: [{ text: 'Yes.' }] }
  await ok('sessionReplies', { ...gated, id }, { token, body })
}

/** Lists, logs, and the routes of Botpress' module. */
export async function lookUp({ ok, session, key }: Teller): Promise<void> {
  const id = await session('maria')
  const maria = { channel: 'api', userId: 'maria' }
  const { token } = await ok('userToken', {}, { body: {} })
  await ok('userToken', {}, { body: { renew: token } })
  for (const query of [{}, { status: 'paused' }, { q: 'mary' }]) await ok('conversations', {}, { query: { ...query } })
  for (const view of ['waiting', 'mine', 'paused', 'all']) await ok('conversations', {}, { query: { view } })
  await ok('counts')
  await ok('me')
  await ok('bots')
  await ok('conversation', { id })
  await ok('readAddressedLog', {}, { token: key, query: maria })
  await ok('entries', { id })
  await ok('searchLog', { id }, { query: { q: 'person' } })
  await ok('entryAt', { id }, { query: { time: new Date(0).toISOString() } })
  await ok('markRead', { id }, { body: { seq: 1 } })
  await ok('readMarks', {}, { body: { sessions: [id] } })
  await ok('brief', { id })
  await ok('handoffsOf', { id })
  await ok('handoffs')
  for (const query of [{}, { pausedOnly: 'true' }, { searchText: 'mary' }]) {
    await ok('hitlSessions', {}, { query: { ...query } })
  }
  await ok('hitlMessages', { id })
  await ok('hitlAttributes')
  await ok('hitlPause', { id })
  await ok('hitlIsPaused', { id })
  await ok('hitlMessage', { id }, { body: { message: 'Hello, I am Ana.' } })
  await ok('hitlUnpause', { id })
  await ok('hitlUserPause', maria)
  await ok('hitlUserIsPaused', maria)
  await ok('hitlUserUnpause', maria)
  for (const route of ['hitlAddressedPause', 'hitlAddressedIsPaused', 'hitlAddressedUnpause'] as const) {
    await ok(route, {}, { query: { channel: 'api', userId: 'a/b' } })
  }
  await ok('hitlUserPause', { channel: 'api', userId: 'somebody-new' })
}

/** The routes of Botpress' module `hitlnext`. */
export async function handOff({ ok, key }: Teller): Promise<void> {
  for (const route of ['hitlnextConfig', 'hitlnextAgents', 'hitlnextMe'] as const) await ok(route)
  await ok('hitlnextOnline', {}, { body: { online: true } })
  const create = { token: key, body: { userId: 'hanna', userChannel: 'sms' } }
  const { id: handoffId, userThreadId: id } = await ok('hitlnextCreate', {}, create)
  await ok('hitlnextHandoffs')
  await ok('hitlnextHandoff', { handoffId })
  await ok('hitlnextUpdate', { handoffId }, { body: { tags: [] } })
  await ok('hitlnextAssign', { handoffId })
  await ok('hitlnextComment', { handoffId }, { body: { content: 'knows her order number' } })
  await ok('hitlnextComments', { handoffId })
  await ok('hitlnextMessages', { id })
  await ok('hitlnextResolve', { handoffId })
  const again = await ok('hitlnextCreate', {}, create)
  await ok('hitlnextReject', { handoffId: again.id })
}
