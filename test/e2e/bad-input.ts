import { generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type JWTPayload, SignJWT } from 'jose'
import { identitySignature, signUserToken } from '../../lib/auth/users.ts'
import type { ErrorCode } from '../../lib/protocol/problem.ts'
import { MASKED } from '../../lib/protocol/secret.ts'
import { ALGORITHM, readKey } from '../../local/issuer/key.ts'
import type { EngineName } from '../../local/options.ts'
import { type Answer, call, createBot, type TestBot } from './client.ts'
import type { Interlude } from './process.ts'
import { WEBHOOK_SECRET } from './servers.ts'

/** The bots, the conversations, and every valid and invalid token. */
export interface Cast {
  readonly a: TestBot
  readonly b: TestBot
  readonly tokens: Readonly<Record<TokenName, string>>
  /** Session ids, by owner. */
  readonly sessions: Readonly<Record<'carla' | 'user' | 'otherUser' | 'ofB', string>>
  readonly userId: string
  readonly otherUserId: string
  readonly identitySecret: string
}

export type TokenName =
  | 'admin'
  | 'agent'
  | 'agentOfB'
  | 'noRole'
  | 'expired'
  | 'wrongIssuer'
  | 'wrongClient'
  | 'idToken'
  | 'otherSigner'
  | 'unsigned'
  | 'strangeIssuer'
  | 'user'
  | 'otherUser'
  | 'userOfB'
  | 'expiredUser'
  | 'forgedUser'
  | 'key'
  | 'keyOfB'
  | 'wrongKey'
  | 'malformedKey'

const HOUR_S = 3600

/** Creates two bots with conversations, and tokens signed with the issuer's own key. */
export async function aCast({ dev, data }: Interlude, engine: EngineName): Promise<Cast> {
  const [a, b] = await Promise.all(['a', 'b'].map(name => createBot(dev, `bad-${name}`, { mode: 'gate' })))
  const ofUser = async (bot: TestBot) =>
    (await call<{ token: string; userId: string; session: string }>(`${bot.url}/users/token`, { method: 'POST' })).body
  const [user, otherUser, userOfB] = [await ofUser(a!), await ofUser(a!), await ofUser(b!)]
  const carla = await a!.receive('carla', { text: 'hello', user: { fullName: 'Carla' } })
  for (const { userId } of [user, otherUser]) await a!.receive(userId, { text: 'hello' }, 'web')
  const ofB = await b!.receive('carla', { text: 'hello' })

  const key = await readKey(await readFile(join(data, 'issuer-key.json'), 'utf8'), 'issuer-key.json')
  const mint = (changes: JWTPayload = {}, secret: Parameters<SignJWT['sign']>[0] = key.secret) =>
    new SignJWT({
      iss: `${dev.url}/_issuer`,
      sub: 'ana',
      client_id: 'interlude-console',
      token_use: 'access',
      'cognito:groups': [`${a!.botId}:agent`],
      exp: Math.floor(Date.now() / 1000) + HOUR_S,
      ...changes,
    })
      .setProtectedHeader({ alg: ALGORITHM, kid: key.kid })
      .sign(secret)
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const userClaims = { iss: `interlude:${a!.botId}`, sub: user.userId, exp: Math.floor(Date.now() / 1000) + HOUR_S }
  const own = { botId: a!.botId, userId: user.userId, anonymous: true }
  const tokens: Record<TokenName, string> = {
    admin: dev.adminToken,
    agent: await mint(),
    agentOfB: await mint({ 'cognito:groups': [`${b!.botId}:agent`, `${b!.botId}:supervisor`] }),
    noRole: await mint({ 'cognito:groups': [] }),
    expired: await mint({ exp: Math.floor(Date.now() / 1000) - 1 }),
    wrongIssuer: await mint({ iss: 'https://example.com/pool' }),
    wrongClient: await mint({ client_id: 'another-application' }),
    idToken: await mint({ token_use: 'id', client_id: undefined, aud: 'interlude-console' }),
    otherSigner: await mint({}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
    unsigned: `${part({ alg: 'none' })}.${part(userClaims)}.`,
    strangeIssuer: `${part({ alg: 'HS256' })}.${part({ ...userClaims, iss: 5 })}.AAAA`,
    user: user.token,
    otherUser: otherUser.token,
    userOfB: userOfB.token,
    expiredUser: (await signUserToken(await storedBot(data, a!.botId, engine), own, Date.now() - 2 * HOUR_S * 1000))
      .token,
    forgedUser: (await signUserToken({ userTokenSecret: 'a guess' }, own, Date.now())).token,
    key: a!.key,
    keyOfB: b!.key,
    wrongKey: a!.key.replace(/_[^_]{10}/, '_AAAAAAAAAA'),
    malformedKey: 'ilk_key',
  }
  const secret = await a!.get<{ identitySecret: string }>('identity-secret', tokens.admin)
  return {
    a: a!,
    b: b!,
    tokens,
    sessions: {
      carla: carla.body.session,
      user: user.session,
      otherUser: otherUser.session,
      ofB: ofB.body.session,
    },
    userId: user.userId,
    otherUserId: otherUser.userId,
    identitySecret: secret.body.identitySecret,
  }
}

/**
 * Only SQLite's file gives access to the secret of user tokens. Over DynamoDB the expired token is thus forged, too.
 */
async function storedBot(data: string, botId: string, engine: EngineName): Promise<{ userTokenSecret: string }> {
  if (engine !== 'sqlite') return { userTokenSecret: 'unknown' }
  const db = new DatabaseSync(join(data, 'interlude.db'), { readOnly: true })
  try {
    return JSON.parse(String(db.prepare('SELECT json FROM bot WHERE id = ?').get(botId)?.json))
  } finally {
    db.close()
  }
}

/** Returns everything that bad input could change: logs, settings, keys and subscriptions. */
export async function everythingStored({ a, b, tokens: { admin } }: Cast): Promise<unknown> {
  const of = async (bot: TestBot) => {
    const listed = await bot.get<{ items: { id: string }[] }>('conversations?limit=100')
    const logs = await Promise.all(listed.body.items.map(({ id }) => bot.transcript(id)))
    const setup = await Promise.all(['config', 'keys', 'subscriptions'].map(path => bot.get(path, admin)))
    return { conversations: listed.body.items, logs, setup: setup.map(({ body }: Answer) => body) }
  }
  return await Promise.all([of(a), of(b)])
}

/** One bad request and its required answer. A path is relative to bot `a`'s URL, or absolute if it begins with `/`. */
export interface BadRequest {
  readonly what: string
  readonly method?: string
  readonly path: string
  readonly token?: TokenName
  /** The whole `Authorization` header, instead of a token. */
  readonly authorization?: string
  readonly json?: unknown
  readonly text?: string
  /** `gateway`: the gateway's own `{"message": …}`. */
  readonly code: ErrorCode | 'gateway 404' | 'gateway 400'
  readonly fields?: readonly string[]
  readonly detail?: RegExp
}

const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) })
const manyKeys = Object.fromEntries(Array.from({ length: 8_000 }, (_, index) => [`k${index}`, 0]))
const long = (length: number) => 'x'.repeat(length)

const MESSAGES = 'channel/api/user/carla/messages'

function badBodies(): BadRequest[] {
  const message = (what: string, json: unknown, fields: string[]): BadRequest => ({
    what: `a message with ${what}`,
    method: 'POST',
    path: MESSAGES,
    token: 'key',
    json,
    code: 'request.invalid',
    fields,
  })
  const text = (what: string, body: string, code: ErrorCode, fields?: string[]): BadRequest => ({
    what,
    method: 'POST',
    path: MESSAGES,
    token: 'key',
    text: body,
    code,
    ...(fields && { fields }),
  })
  return [
    text('half a body', '{"text":', 'request.not_json'),
    text('a body that is no JSON', "{'text':'x'}", 'request.not_json'),
    text('two bodies', '{"text":"x"}{"text":"y"}', 'request.not_json'),
    text('no body', '', 'request.invalid', ['']),
    text('null', 'null', 'request.invalid', ['']),
    text('an array', '[{"text":"x"}]', 'request.invalid', ['']),
    text('nothing but brackets', '['.repeat(100_000), 'request.invalid', ['']),
    text('a huge body', JSON.stringify({ text: long(300 * 1024) }), 'request.too_large'),
    text(
      'a payload of 30 KB',
      JSON.stringify({ type: 'custom', payload: { x: long(30 * 1024) } }),
      'message.too_large',
    ),
    message('a deep payload', { type: 'custom', payload: deep(30) }, ['']),
    message('nothing in it', {}, ['text']),
    message('an empty text', { text: '' }, ['text']),
    message('a payload of nothing', { type: 'image', payload: null }, ['text']),
    message('a type alone', { type: 'image' }, ['text']),
    message('a field of another name alone', { txet: 'y' }, ['text']),
    {
      what: 'ids in a body with control characters',
      method: 'POST',
      path: 'messages',
      token: 'key',
      json: { channel: 'a\u0000', userId: '', threadId: long(257), text: 'x' },
      code: 'request.invalid',
      fields: ['channel', 'threadId', 'userId'],
    },
    {
      what: 'ids in a body that have lost digits',
      method: 'POST',
      path: 'messages',
      token: 'key',
      json: { channel: 'api', userId: 2 ** 60, threadId: 2 ** 60, text: 'x' },
      code: 'request.invalid',
      fields: ['threadId', 'userId'],
    },
    {
      what: 'thousands of unknown fields, of which few are named',
      method: 'POST',
      path: 'users/token',
      json: manyKeys,
      code: 'request.invalid',
      fields: Array.from({ length: 20 }, (_, index) => `k${index}`),
    },
  ]
}

function badPaths(): BadRequest[] {
  const get = (what: string, path: string, code: BadRequest['code'], fields?: string[]): BadRequest => ({
    what,
    path,
    token: 'key',
    code,
    ...(fields && { fields }),
  })
  const user = (what: string, segment: string) =>
    get(`a userId of ${what}`, `channel/api/user/${segment}/messages`, 'request.invalid', ['userId'])
  return [
    user('a mark that turns the direction', 'a%E2%80%AE'),
    user('a line end', 'a%0Ab'),
    user('257 characters', long(257)),
    user('two dots', '..'),
    user('two dots, encoded', '%2e%2e'),
    user('one dot', '.'),
    user('a NUL', '%00'),
    user('a backslash', 'a%5Cb'),
    user('an encoded percent sign', 'a%2525'),
    get('a userId of nothing', 'channel/api/user//messages', 'gateway 404'),
    get('a userId with a slash', 'channel/api/user/a%2Fb/messages', 'gateway 404'),
    get('a userId with a question mark', 'channel/api/user/a%3Fb/messages', 'gateway 404'),
    get('a path that is no URI', 'channel/api/user/%zz/messages', 'gateway 400'),
    get('a path of broken UTF-8', 'channel/api/user/%C0%AF/messages', 'gateway 400'),
    get('a channel with a control character', 'channel/a%C2%85b/user/u/messages', 'request.invalid', ['channel']),
    get('a botId of two words', '/api/v1/bots/a%20b/conversations', 'request.invalid', ['botId']),
    get('a path that is no route', 'nothing', 'gateway 404'),
    { ...get('a verb that is no route', MESSAGES, 'gateway 404'), method: 'PATCH' },
    get('a conversation that there is not', 'conversations/nope', 'session.not_found'),
    get('a conversation that could be', `conversations/ses_${long(22)}`, 'session.not_found'),
  ]
}

function badQueries({ sessions }: Cast): BadRequest[] {
  const query = (path: string, text: string, field: string): BadRequest => ({
    what: `?${text.slice(0, 40)} of ${path.replace(sessions.carla, '{id}')}`,
    path: `${path}?${text}`,
    token: 'key',
    code: 'request.invalid',
    fields: [field],
  })
  const entries = `conversations/${sessions.carla}/entries`
  const pause = 'mod/hitl/channel/api/user/carla/pause'
  return [
    ...['0', '101', '-1', '1.5', 'x', '1&limit=2'].map(limit => query(MESSAGES, `limit=${limit}`, 'limit')),
    ...['-1', 'x', '1.5', '9007199254740992', '1&after=2'].map(after => query(entries, `after=${after}`, 'after')),
    query(entries, 'before=x', 'before'),
    query(entries, 'befor=1', 'befor'),
    query('conversations', 'status=nope', 'status'),
    query('conversations', `q=${long(201)}`, 'q'),
    query('conversations', 'cursor=nope', 'cursor'),
    query('conversations', `cursor=${long(2001)}`, 'cursor'),
    query('handoffs', 'cursor=nope', 'cursor'),
    query('mod/hitl/sessions', `searchText=${long(201)}`, 'searchText'),
    query(MESSAGES, 'threadId=a%0Ab', 'threadId'),
    { ...query(pause, `threadId=${long(257)}`, 'threadId'), method: 'POST' },
    { ...query('mod/hitl/pause', 'channel=web', 'userId'), method: 'POST' },
  ]
}

function badCallers({ a, b, userId, otherUserId, identitySecret }: Cast, engine: EngineName): BadRequest[] {
  const as = (token: TokenName | undefined, code: ErrorCode, path = 'conversations'): BadRequest => ({
    what: `${token ?? 'nobody'} reads ${path.replace(a.botId, 'a').replace(b.botId, 'b')}`,
    path,
    ...(token && { token }),
    code,
  })
  const header = (authorization: string): BadRequest => ({
    what: `Authorization: ${authorization.slice(0, 20)}`,
    path: 'conversations',
    authorization,
    code: 'auth.invalid',
  })
  const own = `channel/web/user/${userId}/messages`
  const identity = (changes: Record<string, string>, code: ErrorCode, fields?: string[]): BadRequest => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const claim = { userId: 'dora', expiresAt, ...changes }
    const signature = identitySignature(identitySecret, 'dora', claim.expiresAt)
    return {
      what: `an identity with ${JSON.stringify(changes)}`,
      method: 'POST',
      path: 'users/token',
      json: { signature, ...claim },
      code,
      ...(fields && { fields }),
    }
  }
  return [
    as(undefined, 'auth.missing'),
    ...['Basic dTpw', 'Bearer', 'Bearer x', 'Bearer a b', 'Bearer a.b.c', a.key, `Bearer ${long(8001)}`].map(header),
    ...(['wrongKey', 'malformedKey', 'keyOfB'] as const).map(token => as(token, 'auth.invalid')),
    ...(['wrongIssuer', 'wrongClient', 'idToken', 'otherSigner', 'unsigned', 'strangeIssuer'] as const).map(token =>
      as(token, 'auth.invalid'),
    ),
    as('expired', 'auth.expired'),
    as('noRole', 'bot.not_found'),
    as('agentOfB', 'bot.not_found'),
    as('agent', 'bot.not_found', `/api/v1/bots/${b.botId}/conversations`),
    as('admin', 'bot.not_found', '/api/v1/bots/nobot/conversations'),
    as('agent', 'bot.not_found', '/api/v1/bots/nobot/conversations'),
    as('key', 'auth.invalid', '/api/v1/bots/nobot/conversations'),
    as(undefined, 'auth.missing', '/api/v1/bots/nobot/conversations'),
    { ...as(undefined, 'bot.not_found', '/api/v1/bots/nobot/users/token'), method: 'POST' },
    ...(['agent', 'key', 'user'] as const).flatMap(token =>
      ['config', 'keys', 'identity-secret', 'subscriptions'].map(path => as(token, 'auth.forbidden', path)),
    ),
    { ...as('agent', 'auth.forbidden', ''), method: 'PUT', json: { mode: 'gate', version: 1 } },
    { ...as('agent', 'auth.forbidden', 'keys'), method: 'POST', json: {} },
    { ...as('agent', 'auth.forbidden', 'keys/key1'), method: 'DELETE' },
    { ...as('agent', 'auth.forbidden', 'subscriptions'), method: 'POST', json: {} },
    { ...as('agent', 'auth.forbidden', 'subscriptions/sub_1'), method: 'PUT', json: { filter: {} } },
    { ...as('agent', 'auth.forbidden', 'subscriptions/sub_1'), method: 'DELETE' },
    { ...as('agent', 'auth.forbidden', MESSAGES), method: 'POST', json: { text: 'x' } },
    as('user', 'auth.forbidden'),
    as('user', 'auth.forbidden', 'mod/hitl/sessions'),
    as('user', 'auth.forbidden', 'handoffs'),
    as('expiredUser', engine === 'sqlite' ? 'auth.expired' : 'auth.invalid', own),
    as('forgedUser', 'auth.invalid', own),
    as('userOfB', 'auth.invalid', own),
    ...[`channel/web/user/${otherUserId}`, `channel/api/user/${userId}`].flatMap(path => [
      as('user', 'session.not_found', `${path}/messages`),
      { ...as('user', 'session.not_found', `${path}/messages`), method: 'POST', json: { text: 'x' } },
      { ...as('user', 'session.not_found', `mod/hitl/${path}/pause`), method: 'POST' },
      { ...as('user', 'session.not_found', `mod/hitl/${path}/unpause`), method: 'POST' },
      { ...as('user', 'session.not_found', `mod/hitl/${path}/isPaused`), method: 'POST' },
    ]),
    as('user', 'session.not_found', `${own}?threadId=t1`),
    { ...as('user', 'session.not_found', `${own}?threadId=t1`), method: 'POST', json: { text: 'x' } },
    identity({ userId: 'eva' }, 'auth.invalid'),
    identity({ signature: '0'.repeat(64) }, 'auth.invalid'),
    identity({ expiresAt: '2020-01-01T00:00:00Z' }, 'auth.expired'),
    identity({ signature: 'zz' }, 'request.invalid', ['signature']),
    identity({ userId: 'a\n' }, 'request.invalid', ['userId']),
  ]
}

/** Requests for another bot's conversation, over every route that takes a session. */
function foreignSessions({ sessions }: Cast): BadRequest[] {
  const id = sessions.ofB
  const text = { text: 'x' }
  const routes: readonly [method: string, path: string, tokens: readonly TokenName[], json?: unknown][] = [
    ['GET', `conversations/${id}`, ['key', 'agent']],
    ['GET', `conversations/${id}/entries`, ['key', 'agent']],
    ['POST', `conversations/${id}/pause`, ['key', 'agent'], {}],
    ['POST', `conversations/${id}/unpause`, ['key', 'agent'], {}],
    ['POST', `conversations/${id}/messages`, ['agent'], text],
    ['POST', `conversations/${id}/notes`, ['agent'], text],
    ['POST', `conversations/${id}/replies`, ['key'], { epoch: 0, replies: [text] }],
    ['POST', `mod/hitl/sessions/${id}/pause`, ['key', 'agent']],
    ['POST', `mod/hitl/sessions/${id}/unpause`, ['key', 'agent']],
    ['POST', `mod/hitl/sessions/${id}/isPaused`, ['key', 'agent']],
    ['POST', `mod/hitl/sessions/${id}/message`, ['key', 'agent'], { message: 'x' }],
  ]
  return routes.flatMap(([method, path, tokens, json]) =>
    tokens.map(token => ({
      what: `another bot's conversation: ${token} ${method} ${path.replace(id, '{id}')}`,
      method,
      path,
      token,
      json,
      code: 'session.not_found' as const,
    })),
  )
}

function badSetups(): BadRequest[] {
  const connector = (changes: Record<string, unknown>) => ({
    type: 'http',
    url: 'https://example.com/',
    secret: WEBHOOK_SECRET,
    ...changes,
  })
  const put = (what: string, json: Record<string, unknown>, code: ErrorCode, ...fields: string[]): BadRequest => ({
    what: `a configuration with ${what}`,
    method: 'PUT',
    path: '',
    token: 'admin',
    json: { mode: 'gate', version: 1, ...json },
    code,
    ...(fields.length > 0 && { fields }),
  })
  const url = (address: string) =>
    put(`a connector at ${address}`, { connector: connector({ url: address }) }, 'request.invalid', 'connector.url')
  const channel = { type: 'webhook', url: 'https://example.com/', secret: MASKED }
  const page = { type: 'messenger', pageId: '1', pageToken: 'a-token' }
  return [
    put('a stale version', { version: 0 }, 'config.stale_version'),
    put('a version to come', { version: 9 }, 'config.stale_version'),
    put(
      'a mask and nothing behind it',
      { connector: connector({ secret: MASKED }) },
      'request.invalid',
      'connector.secret',
    ),
    ...['api', 'constructor', 'toString'].map(name =>
      put(
        `a mask for the channel ${name}`,
        { channels: { [name]: channel } },
        'request.invalid',
        `channels.${name}.secret`,
      ),
    ),
    put('a page, and nobody to ask', { channels: { fb: page } }, 'request.invalid', 'channels.fb.type'),
    put(
      'one page on two channels',
      { mode: 'ask', connector: connector({}), channels: { fb: page, again: page } },
      'request.invalid',
      'channels.again',
    ),
    put('a channel of two words', { channels: { 'a b': channel } }, 'request.invalid', 'channels.a b'),
    put('mode ask and nobody to ask', { mode: 'ask' }, 'request.invalid', 'connector'),
    put('a short secret', { connector: connector({ secret: 'whsec_x' }) }, 'request.invalid', 'connector.secret'),
    put('a long time limit', { connector: connector({ timeoutMs: 25_001 }) }, 'request.invalid', 'connector.timeoutMs'),
    put('an unknown field', { pasued: true }, 'request.invalid', 'pasued'),
    ...[
      'https://10.0.0.1/',
      'https://192.168.1.1/',
      'https://169.254.169.254/latest/meta-data/',
      'https://[fd00::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://0x0a000001/',
      'https://167772161/',
      'http://example.com/',
      'http://10.0.0.1/',
      'ftp://example.com/',
      'file:///etc/passwd',
      'no url',
    ].map(url),
    { what: 'a key that there is not', method: 'DELETE', path: 'keys/nope', token: 'admin', code: 'key.not_found' },
    {
      what: 'a key with an empty label',
      method: 'POST',
      path: 'keys',
      token: 'admin',
      json: { label: '' },
      code: 'request.invalid',
      fields: ['label'],
    },
  ]
}

function badReplies(): BadRequest[] {
  const reply = (what: string, json: unknown, code: ErrorCode, fields?: string[], user = 'carla'): BadRequest => ({
    what: `replies ${what}`,
    method: 'POST',
    path: `channel/api/user/${user}/replies`,
    token: 'key',
    json,
    code,
    ...(fields && { fields }),
  })
  const one = { type: 'text', text: 'x' }
  return [
    reply('without an epoch', { replies: [one] }, 'request.invalid', ['epoch']),
    reply('of a negative epoch', { epoch: -1, replies: [one] }, 'request.invalid', ['epoch']),
    reply('to a turn that is none', { epoch: 0, inReplyTo: 'one', replies: [one] }, 'request.invalid', ['inReplyTo']),
    reply(
      'that are too large',
      { epoch: 0, replies: [{ type: 'custom', payload: { x: long(25_000) } }] },
      'message.too_large',
    ),
    reply('to nobody', { epoch: 0, replies: [one] }, 'session.not_found', undefined, 'unknown'),
  ]
}

function badSubscriptions(): BadRequest[] {
  const shared = { path: 'subscriptions', token: 'admin', code: 'request.invalid' } as const
  const add = (what: string, json: unknown, ...fields: string[]): BadRequest => ({
    ...shared,
    what: `a subscription ${what}`,
    method: 'POST',
    json,
    fields,
  })
  const ana = { protocol: 'email', endpoint: 'ana@example.test' }
  const one = (method: string, json?: unknown): BadRequest => ({
    what: `a subscription that there is not: ${method}`,
    method,
    path: 'subscriptions/sub_none',
    token: 'admin',
    code: 'subscription.not_found',
    ...(json !== undefined && { json }),
  })
  return [
    add('without anything', {}, 'protocol'),
    add('by fax', { protocol: 'fax', endpoint: '1' }, 'protocol'),
    add('without an address', { protocol: 'email' }, 'endpoint'),
    add('to no e-mail address', { protocol: 'email', endpoint: 'ana at home' }, 'endpoint'),
    add('to a local number', { protocol: 'sms', endpoint: '0170 1234567' }, 'endpoint'),
    add('to HTTP outside', { protocol: 'https', endpoint: 'http://example.com/' }, 'endpoint'),
    add('to an address inside the network', { protocol: 'https', endpoint: 'https://10.0.0.1/' }, 'endpoint'),
    add('that SNS refuses', { protocol: 'https', endpoint: 'https://hooks.example.com/' }, 'endpoint'),
    add('with an unknown field', { ...ana, bcc: 'b' }, 'bcc'),
    add('of another bot', { ...ana, filter: { botId: ['x'] } }, 'filter.botId'),
    add('of an unknown priority', { ...ana, filter: { priority: ['asap'] } }, 'filter.priority.0'),
    add('of no queue', { ...ana, filter: { queue: [] } }, 'filter.queue'),
    add('of too many', { ...ana, filter: { queue: Array(151).fill('a') } }, 'filter.queue'),
    {
      ...shared,
      what: 'subscriptions after nobody',
      path: 'subscriptions?cursor=a%20b',
      fields: ['cursor'],
    },
    { ...shared, what: 'too many subscriptions at once', path: 'subscriptions?limit=51', fields: ['limit'] },
    one('PUT', { filter: {} }),
    one('DELETE'),
  ]
}

export function badRequests(cast: Cast, engine: EngineName): BadRequest[] {
  return [
    ...badBodies(),
    ...badPaths(),
    ...badQueries(cast),
    ...badCallers(cast, engine),
    ...foreignSessions(cast),
    ...badSetups(),
    ...badReplies(),
    ...badSubscriptions(),
  ]
}
