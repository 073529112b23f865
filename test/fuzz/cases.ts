import fc from 'fast-check'
import { defined } from '../../lib/defined.ts'
import { ClientFrame } from '../../lib/protocol/frames.ts'
import { type RouteName, type RouteSpec, routes } from '../../lib/protocol/routes.ts'
import { MASKED } from '../../lib/protocol/secret.ts'
import { episodeId } from '../../lib/session/session.ts'
import { WEBHOOK_SECRET } from '../e2e/servers.ts'
import type { Credential } from './canaries.ts'
import { BOT_A, BOT_B, type CanaryWorld, LIVE_PAGE, QUEUE, SCRATCH } from './canary-world.ts'
import { LIVE_EPOCH, LIVE_HANDOFF, LIVE_KEY, LIVE_SEQ, LIVE_SUBSCRIPTION } from './live.ts'
import { evilText, mutated, mutatedText, mutation, textMutation } from './mutate.ts'
import { type Hints, text, validFor } from './valid.ts'

export interface HttpCase {
  readonly credential: Credential
  readonly method: string
  /** Path and query as in the request line. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export interface FrameCase {
  /** The index of the socket, modulo the number of sockets. */
  readonly socket: number
  readonly text: string
}

/** A value once in `times`, else undefined. */
function seldom<T>(times: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
}

/** The routes whose `id` is that of a subscription to alerts. */
const OF_SUBSCRIPTION: readonly RouteName[] = ['changeSubscription', 'unsubscribe']

const SETUP: readonly RouteName[] = [
  'putBot',
  'createKey',
  'deleteKey',
  'replaceIdentitySecret',
  'replaceUserTokenSecret',
  'subscribe',
  'changeSubscription',
  'unsubscribe',
]
/** Routes with long answers, which few cases call. */
const SELDOM: readonly RouteName[] = ['openapi', 'docs']

/** Whether a request stays as its schema has it. */
const kept = fc.integer({ min: 0, max: 99 }).map(of100 => of100 < 45)

const names = Object.keys(routes) as RouteName[]
const routeName = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...names.filter(name => !SELDOM.includes(name))) },
  { weight: 1, arbitrary: fc.constantFrom(...SELDOM) },
)

const commandId = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 400 }).map(number => `c${number}`) },
  { weight: 1, arbitrary: text },
)
const seq = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(0, Number.MAX_SAFE_INTEGER))
const secret = fc.constantFrom(WEBHOOK_SECRET, WEBHOOK_SECRET, MASKED)
const webUrl = fc.constantFrom('https://example.com/', 'http://127.0.0.1:9/')
const cursor = fc.oneof(
  fc.constantFrom('WzEsMl0', 'W10', 'bnVsbA', 'WyJhIiwxXQ', Buffer.from('[9007199254740991,1]').toString('base64url')),
  text,
)

/** Hints for all fields of bodies and frames. */
function bodyHints({ conversations, agentIds }: CanaryWorld): Hints {
  const session = fc.constantFrom(...conversations.map(each => each.session), 'ses_AAAAAAAAAAAAAAAAAAAAAA')
  return {
    id: commandId,
    epoch: fc.oneof(fc.constant(LIVE_EPOCH), fc.integer({ min: 0, max: 12 })),
    inReplyTo: fc.oneof(fc.constant(LIVE_SEQ), seq),
    of: fc.oneof(fc.constant(LIVE_SEQ), seq),
    insteadOf: fc.oneof(fc.constant(LIVE_SEQ), seq),
    cursor: seq,
    channel: fc.constantFrom('web', 'api', 'hook', 'all', '__proto__', 'constructor'),
    userId: fc.oneof(fc.constantFrom('u1', 'u2', 'a/b?c#d %2F', '名前'), evilText),
    session,
    to: fc.constantFrom(...agentIds, 'nobody'),
    queue: fc.constantFrom(QUEUE, QUEUE, 'gone'),
    sessions: fc.array(session, { maxLength: 101 }),
    seq,
    version: fc.integer({ min: 0, max: 4 }),
    secret,
    // A platform's channel needs more than its schema says: a mode, and an account that no other bot has.
    channels: fc.constantFrom({}, { hook: { type: 'webhook', url: 'https://example.com/', secret: WEBHOOK_SECRET } }),
    // Most configurations must pass the rules that a JSON schema does not say.
    url: webUrl,
    avatarUrl: webUrl,
    launcherUrl: webUrl,
    allowedOrigins: fc.constantFrom([], ['https://shop.example']),
    pageId: fc.constantFrom(LIVE_PAGE, '2', '3'),
    appSecret: fc.constantFrom(MASKED, 'a-secret-of-an-app'),
    verifyToken: fc.constantFrom(MASKED, 'a-token-of-an-operator'),
  }
}

/** Requests to all routes with all credentials: some valid, most damaged. */
export function httpCases(world: CanaryWorld): fc.Arbitrary<HttpCase> {
  const hints = bodyHints(world)
  const bodies = new Map(names.map(name => [name, bodyFor(name, world, hints)]))
  const queries = new Map(names.map(name => [name, queryFor(name)]))
  return routeName.chain(name => {
    const spec: RouteSpec = routes[name]
    // Agents do not call this route, because they could not continue after it.
    const callers =
      name === 'signOutEverywhere'
        ? world.credentials.filter(({ role }) => role !== 'agent' && role !== 'admin')
        : world.credentials
    const may = callers.filter(
      ({ role }) => spec.who.includes(role) || (role === 'admin' && spec.who.includes('agent')),
    )
    const credential = fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...(may.length > 0 ? may : callers)) },
      { weight: 1, arbitrary: fc.constantFrom(...callers) },
    )
    return credential.chain(who =>
      fc
        .record({
          kept,
          path: pathFor(name, spec, who, world),
          query: queries.get(name)!,
          spoiltQuery: spoiltQuery,
          body: bodies.get(name)!,
          mutations: fc.array(mutation, { minLength: 0, maxLength: 3 }),
          spoiltText: seldom(8, textMutation),
          contentType: fc.oneof({ weight: 8, arbitrary: fc.constant('application/json') }, contentType),
          authorization: seldom(25, authorization),
          method: seldom(40, fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS')),
        })
        .map(made => httpCase(who, spec, made)),
    )
  })
}

/** Every read route, with every credential and every conversation. */
export function everyRead(world: CanaryWorld): HttpCase[] {
  const reads = Object.values<RouteSpec>(routes).filter(
    ({ method, path }) => method === 'GET' || /isPaused$/.test(path),
  )
  const cases = reads.flatMap(({ method, path }) =>
    world.conversations.flatMap(({ session, ...values }) => {
      const params: Readonly<Record<string, string>> = { ...values, id: session, handoffId: firstEpisode(session) }
      const target = path.replace(/\{(.*?)\}/g, (_, name) => params[name] ?? '')
      return world.credentials.map(credential => ({
        credential,
        method,
        target,
        headers: credential.token === undefined ? {} : { authorization: `Bearer ${credential.token}` },
        body: undefined,
      }))
    }),
  )
  return [...new Map(cases.map(each => [`${each.credential.name} ${each.method} ${each.target}`, each])).values()]
}

interface Made {
  readonly kept: boolean
  readonly path: string
  readonly query: unknown
  readonly spoiltQuery: string
  readonly body: unknown
  readonly mutations: Parameters<typeof mutated>[1]
  readonly spoiltText: number | undefined
  readonly contentType: string
  readonly authorization: string | undefined
  readonly method: string | undefined
}

function httpCase(credential: Credential, spec: RouteSpec, made: Made): HttpCase {
  const good = queryText(made.query as Record<string, unknown>)
  const query = made.kept ? good : [good, made.spoiltQuery].filter(part => part !== '').join('&')
  const sent = made.kept || made.body === undefined ? made.body : mutated(made.body, made.mutations)
  const json = sent === undefined ? undefined : JSON.stringify(sent)
  const body = made.kept || made.spoiltText === undefined ? json : mutatedText(json ?? '{}', made.spoiltText)
  const { token } = credential
  const authorizationHeader = made.kept ? undefined : made.authorization
  const bearer = authorizationHeader ?? (token === undefined ? undefined : `Bearer ${token}`)
  return {
    credential: authorizationHeader === undefined ? credential : NOBODY,
    method: made.kept ? spec.method : (made.method ?? spec.method),
    target: query === '' ? made.path : `${made.path}?${query}`,
    headers: {
      ...defined({ authorization: bearer }),
      ...(body !== undefined && { 'content-type': made.kept ? 'application/json' : made.contentType }),
    },
    body,
  }
}

const NOBODY: Credential = { name: 'a token of nobody', role: 'anyone' }

const jwt = (header: unknown, payload: unknown) =>
  [header, payload].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')

const authorization = fc.constantFrom(
  'Bearer x',
  'Bearer',
  'Basic dTpw',
  'Bearer ilk_',
  'Bearer ilk_abcd_aaaaaaaaaaaaaaaaaaaaaaaa',
  'Bearer ilk___proto___aaaaaaaaaaaaaaaaaaaaaaaa',
  `Bearer ${'a'.repeat(7000)}`,
  'Bearer a.b.c',
  `Bearer ${jwt({ alg: 'none' }, { iss: `interlude:${BOT_A}`, sub: 'u1', exp: 9e9 })}.`,
  `Bearer ${jwt({ alg: 'HS256' }, { iss: `interlude:${BOT_A}`, sub: 'u1', exp: 9e9 })}.AAAA`,
  `Bearer ${jwt({ alg: 'HS256' }, { iss: 5 })}.AAAA`,
  `Bearer ${jwt({ alg: 'HS256' }, { iss: {} })}.AAAA`,
  `Bearer ${jwt({ alg: 'HS256' }, null)}.AAAA`,
  `Bearer ${jwt({ alg: 'RS256', kid: 'x' }, { iss: 'x', sub: 'a', exp: 9e9 })}.AAAA`,
  `Bearer ${jwt({ alg: 'RS256', crit: ['x'], x: 1 }, { sub: 'a' })}.AAAA`,
  `Bearer ${jwt({ alg: 'ES256', kid: 5 }, { sub: 'a' })}.AAAA`,
)

const contentType = fc.constantFrom(
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'application/json; charset=utf-16',
  'multipart/form-data; boundary=x',
  '',
)

/** A parameter of some route's path. */
/** The id of a conversation's first handoff. */
function firstEpisode(session: string): string {
  return episodeId({ id: session }, 1)
}

type Param = { [Name in RouteName]: keyof (typeof routes)[Name]['params']['shape'] }[RouteName]

/** Values of path parameters: mostly the caller's own, often others', sometimes invalid ones. */
function pathFor(name: RouteName, spec: RouteSpec, who: Credential, world: CanaryWorld): fc.Arbitrary<string> {
  const own = who.botId ?? BOT_A
  const conversations = world.conversations
  const ownConversations = conversations.filter(({ botId }) => botId === own)
  const isSetup = SETUP.includes(name)
  const values: Readonly<Record<Param, fc.Arbitrary<string>>> = {
    botId: isSetup
      ? fc.oneof(
          // Subscriptions are few, so that a change meets one: an address may be subscribed once.
          fc
            .integer({ min: 0, max: OF_SUBSCRIPTION.includes(name) || name === 'subscribe' ? 0 : 5 })
            .map(number => `${SCRATCH}-${number}`),
          fc.constantFrom('__proto__', 'constructor', 'a'.repeat(256)),
        )
      : fc.oneof(
          { weight: 8, arbitrary: fc.constant(own) },
          { weight: 2, arbitrary: fc.constantFrom(BOT_A, BOT_B) },
          { weight: 1, arbitrary: fc.constantFrom('nobot', '__proto__') },
        ),
    id: OF_SUBSCRIPTION.includes(name)
      ? fc.constantFrom(LIVE_SUBSCRIPTION, LIVE_SUBSCRIPTION, 'x', '__proto__')
      : fc.oneof(
          { weight: 6, arbitrary: fc.constantFrom(...ownConversations.map(({ session }) => session)) },
          { weight: 3, arbitrary: fc.constantFrom(...conversations.map(({ session }) => session)) },
          { weight: 1, arbitrary: fc.constantFrom('ses_AAAAAAAAAAAAAAAAAAAAAA', 'x', '__proto__') },
        ),
    // No value passes: the token of an alert's link is signed.
    token: fc.constantFrom('x', 'a.b.c', '__proto__'),
    handoffId: fc.oneof(
      { weight: 8, arbitrary: fc.constant(LIVE_HANDOFF) },
      { weight: 4, arbitrary: fc.constantFrom(...ownConversations.map(({ session }) => firstEpisode(session))) },
      { weight: 2, arbitrary: fc.constantFrom(...conversations.map(({ session }) => firstEpisode(session))) },
      { weight: 1, arbitrary: fc.constantFrom('epi_AAAAAAAAAAAAAAAAAAAAAA_1', 'x', '__proto__') },
    ),
    channel:
      who.role === 'user'
        ? fc.oneof({ weight: 6, arbitrary: fc.constant('web') }, fc.constantFrom('api', 'hook'))
        : fc.constantFrom('web', 'web', 'web', 'web', 'api', 'hook', 'all', '__proto__', 'constructor'),
    userId: fc.oneof(
      { weight: 6, arbitrary: fc.constant(who.userId ?? 'u1') },
      { weight: 3, arbitrary: fc.constantFrom('u1', 'u2', 'new', ...conversations.map(({ userId }) => userId)) },
    ),
    keyId: fc.constantFrom(LIVE_KEY, LIVE_KEY, '__proto__', 'x'),
    seq: fc.constantFrom('1', '2', '0', '1e3', '-1', 'x', '__proto__'),
    type: fc.constantFrom('messenger', 'telegram', 'webhook', '__proto__'),
    number: fc.constantFrom('1', '1', '2', '3', '0', '1e3', '-1', 'x', '__proto__'),
  }
  const parts = Object.keys(spec.params.shape) as Param[]
  const given = fc.record(Object.fromEntries(parts.map(part => [part, values[part]])))
  const spoilt = fc.record({ which: fc.nat({ max: 30 }), what: spoiltSegment })
  return fc.tuple(given, seldom(6, spoilt)).map(([params, spoil]) => {
    const segments = spec.path
      .slice(1)
      .split('/')
      .map(segment => segment.replace(/^\{(.*)\}$/, (_, part) => params[part] ?? ''))
    if (spoil) segments[spoil.which % segments.length] = spoil.what
    return `/${segments.join('/')}`
  })
}

/** Encoded as a client would, as far as possible; and encodings that no client would produce. */
const spoiltSegment = fc.oneof(
  evilText.map(some => encodeURIComponent(some.toWellFormed()).slice(0, 3000)),
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2F',
    '%2f..%2f',
    '%3F',
    '%',
    '%zz',
    '%00',
    '%E0%80',
    '%C0%AF',
    '%25',
    '%u0041',
    'a;b=c',
    'a,b',
    'a%20b',
    "'",
    '*',
    '',
    'A'.repeat(256),
    'A'.repeat(257),
    '%61',
    '%C3%A9',
  ),
)

const queryHints: Hints = {
  limit: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 100 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, -1, 101, 1e9, 1.5) },
  ),
  before: seq,
  after: seq,
  around: seq,
  time: fc.oneof(
    fc
      .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map(date => date.toISOString()),
    text,
  ),
  cursor,
  q: fc.oneof(fc.constantFrom('u', 'U1', 'cnry', 'li', '%', '_', '*'), evilText, text),
  searchText: fc.oneof(fc.constantFrom('u', 'u2', 'CNRY', '%', '"'), evilText, text),
  channel: fc.constantFrom('web', 'api', 'hook'),
  userId: fc.oneof(fc.constantFrom('u1', 'u2', 'a/b?c#d %2F'), evilText),
  threadId: fc.constantFrom('', '', 't1', 't2', '__proto__'),
}

/** Queries that succeed, of routes whose fields exclude each other, or depend on one another. */
const LIKELY_QUERY: { readonly [Name in RouteName]?: readonly Record<string, unknown>[] } = {
  conversations: [{}, { view: 'waiting', queue: QUEUE }, { status: 'paused' }],
  report: [{}, { queue: QUEUE }, { from: '2026-01-01', to: '2026-12-31' }],
  reportCsv: [{}, { group: 'day' }, { from: '2026-01-01', to: '2026-12-31' }],
}

/** The query of a route, from its schema. */
function queryFor(name: RouteName): fc.Arbitrary<unknown> {
  const some = validFor((routes[name] as RouteSpec).query, queryHints)
  const likely = LIKELY_QUERY[name]
  return likely ? fc.oneof(some, fc.constantFrom(...likely)) : some
}

function queryText(query: Readonly<Record<string, unknown>>): string {
  return Object.entries(query)
    .map(([name, value]) => [name, String(value)].map(part => encodeURIComponent(part.toWellFormed())).join('='))
    .join('&')
    .slice(0, 4000)
    .replace(/%[0-9A-F]?$/i, '')
}

const spoiltQuery = fc.constantFrom(
  '',
  '',
  '',
  'limit=1&limit=2',
  'limit=',
  'limit=NaN',
  'limit=0x10',
  'limit=%20',
  'limit[]=1',
  'after=1&after=',
  'after=1e400',
  'before=-1',
  'after=9007199254740993',
  'cursor=',
  'cursor=%00',
  `cursor=${'A'.repeat(2001)}`,
  'threadId=',
  'threadId=a%2Fb',
  'threadId=a&threadId=b',
  '__proto__=1',
  'constructor=1',
  'toString',
  '=&=&&',
  '%',
  '%E0%A4%A',
  'q=%ED%A0%80',
  `q=${'x'.repeat(201)}`,
  'status=nope',
  'status=paused&status=all',
  'pausedOnly=maybe',
  'trigger=',
  `trigger=${'x'.repeat(65)}`,
  'trigger=%00',
  'unknown=1',
  'searchText=%F0%9F%98',
  Array.from({ length: 200 }, (_, index) => `k${index}=1`).join('&'),
)

/** Bodies that succeed, of routes whose schema has so many fields that a random body seldom does. */
const LIKELY: { readonly [Name in RouteName]?: readonly unknown[] } = {
  putBot: [{ mode: 'gate' }, { mode: 'gate', name: 'Scratch' }],
  replayEvents: [{ from: '2026-01-01T00:00:00.000Z' }],
  subscribe: Array.from({ length: 8 }, (_, n) => ({ protocol: 'sms', endpoint: `+491511234567${n}` })),
  changeSubscription: [{ filter: { step: ['2'] } }],
}

/** The body of a route, from its schema; fields that must match each other come from matching values. */
function bodyFor(name: RouteName, { identities }: CanaryWorld, hints: Hints): fc.Arbitrary<unknown> {
  const spec: RouteSpec = routes[name]
  if (!spec.body) return seldom(6, fc.constantFrom<unknown>({}, { any: 1 }))
  const some = validFor(spec.body, hints)
  const likely = LIKELY[name] ?? (name === 'userToken' ? [{}, ...identities] : [])
  const own = likely.length > 0 ? fc.oneof(some, fc.constantFrom(...likely)) : some
  return fc.oneof({ weight: 20, arbitrary: own }, { weight: 1, arbitrary: fc.constant(undefined) })
}

/** Frames of all kinds, for sockets of all kinds. */
export function frameCases(world: CanaryWorld): fc.Arbitrary<FrameCase> {
  const tokens = world.credentials.map(({ token = 'x' }) => token)
  const hints: Hints = { ...bodyHints(world), token: fc.constantFrom(...tokens) }
  const frame = validFor(ClientFrame, hints)
  return fc
    .record({
      socket: fc.nat({ max: 1000 }),
      kept,
      frame,
      mutations: fc.array(mutation, { minLength: 0, maxLength: 2 }),
      spoiltText: seldom(10, textMutation),
    })
    .map(({ socket, kept: good, frame: value, mutations, spoiltText }) => {
      const json = String(JSON.stringify(good ? value : mutated(value, mutations)))
      return { socket, text: good || spoiltText === undefined ? json : mutatedText(json, spoiltText) }
    })
}
