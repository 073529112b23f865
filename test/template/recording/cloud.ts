import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { type SocketHandler, socketApi } from '../../../functions/agent-ws/socket.ts'
import { askHandler } from '../../../functions/ask/handler.ts'
import { runClock } from '../../../functions/clock/clock.ts'
import { liveStreamHandler, streamHandler } from '../../../functions/dispatch/stream.ts'
import type { App } from '../../../lib/app.ts'
import { byTokens } from '../../../lib/auth/authenticate.ts'
import { awsParts } from '../../../lib/aws/app.ts'
import { readEnv } from '../../../lib/aws/env.ts'
import { snsNotifier } from '../../../lib/aws/notifier.ts'
import { apiGatewaySockets } from '../../../lib/aws/sockets.ts'
import { snsTopic } from '../../../lib/aws/topic.ts'
import { compose } from '../../../lib/compose.ts'
import { WORD_ATTRIBUTES } from '../../../lib/dynamo/codec.ts'
import { isStateKey } from '../../../lib/dynamo/keys.ts'
import { openDynamoStore } from '../../../lib/dynamo/store.ts'
import { httpApi, routeKey } from '../../../lib/http/api.ts'
import type { CallResult } from '../../../lib/ports/outside.ts'
import type { Store } from '../../../lib/ports/store.ts'
import type { ServerFrame } from '../../../lib/protocol/frames.ts'
import type { RouteSpec } from '../../../lib/protocol/routes.ts'
import { type ApiFunction, apiRoutes } from '../../../local/api-routes.ts'
import { openDynamoEngine } from '../../../local/engines/dynamodb.ts'
import { lambdaRecord } from '../../../local/engines/lambda-record.ts'
import { shardReader } from '../../../local/engines/shards.ts'
import { manualClock } from '../../support/clock.ts'
import { httpEvent, lambdaContext } from '../../support/events.ts'
import { silentLog } from '../../support/silent.ts'
import { socketEvent } from '../../support/sockets.ts'
import { functionsOf, standIn, type Template } from '../template.ts'
import { type Call, recordedClients } from './recorder.ts'

const TABLE = 'interlude'
const HOUR_SECONDS = 3600
const FEED_BATCH = 100

/** All functions of a template, each composed as on AWS over its own recording clients, on one real store. */
export interface Cloud {
  readonly calls: readonly Call[]
  /** Methods of the store that functions called. */
  readonly stored: ReadonlySet<string>
  /** All methods of the store. */
  readonly storeMethods: readonly string[]
  /** Routes and types of frames that were answered with success. */
  readonly answered: Set<string>
  /** Sockets that are dead from now on. */
  readonly gone: Set<string>
  readonly notices: unknown[]
  /** Answers the calls to bots and channels. */
  outside: (url: string, body: Readonly<Record<string, unknown>>) => CallResult
  topicFails: boolean
  http(
    spec: RouteSpec,
    params: Readonly<Record<string, string>>,
    options?: Parameters<typeof httpEvent>[2],
  ): Promise<Answer>
  connect(id: string, token: string, query?: Readonly<Record<string, string>>): Promise<void>
  /** Sends a frame, and records its type unless the answer is an error. */
  frame(id: string, frame: { readonly type: string } & Readonly<Record<string, unknown>>): Promise<void>
  disconnect(id: string): Promise<void>
  /** Passes the stream's records to its readers until no more follow. */
  feed(): Promise<void>
  now(): number
  /** Advances the time, then runs the clock. */
  after(ms: number): Promise<void>
  /** Rewrites every stored conversation as an earlier version did, with other words for the search. */
  makeOld(): Promise<void>
  /** Runs before the function that asks bots. */
  beforeAsking: () => Promise<void>
  agent(...roles: readonly string[]): Promise<string>
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: bodies of every route
  readonly body: any
}

export async function aCloud(template: Template): Promise<Cloud> {
  const engine = await openDynamoEngine({ table: TABLE })
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'k' }] })
  const clock = manualClock(Date.now())
  const calls: Call[] = []
  const stored = new Set<string>()
  const pushed: { readonly to: string; readonly frame: ServerFrame }[] = []
  const closers: (() => void)[] = []
  const events: unknown[] = []
  const clouds = {
    engine,
    gone: new Set<string>(),
    notices: [] as unknown[],
    topicFails: () => cloud.topicFails,
    asked: (event: unknown) => events.push(event),
  }

  const oidc = { issuer: '', clientId: '' }
  const apps = Object.fromEntries(
    functionsOf(template).map(({ name, Environment: { Variables } }) => {
      const variables = Object.entries(Variables).map(([key, value]) => [key, standIn(value)])
      const env = readEnv({ ...Object.fromEntries(variables), TABLE_NAME: TABLE })
      Object.assign(oidc, { issuer: env.OIDC_ISSUER, clientId: env.OIDC_CLIENT_ID })
      const clients = recordedClients(name, env, clouds, calls)
      closers.push(clients.close)
      const parts = awsParts(env, {})
      const sockets = apiGatewaySockets(clients.sockets)
      const app = compose({
        ...parts,
        auth: byTokens(
          { issuer: env.OIDC_ISSUER, clientId: env.OIDC_CLIENT_ID, rolesClaim: env.OIDC_ROLES_CLAIM },
          keys,
        ),
        clock,
        log: silentLog,
        store: noting(openDynamoStore({ client: clients.documents, table: env.TABLE_NAME }), stored),
        notifier: snsNotifier(clients.sns, env.TOPIC_ARN),
        alertTopic: snsTopic(clients.sns, env.TOPIC_ARN),
        asker: () => clients.asker,
        sockets: {
          ...sockets,
          push: async (to, frame) => {
            pushed.push({ to, frame })
            return await sockets.push(to, frame)
          },
        },
      })
      const webhooks: App['webhooks'] = {
        refusal: url => app.webhooks.refusal(url),
        post: async ({ url, body }) => cloud.outside(url, body as Record<string, unknown>),
      }
      // Platforms take every call.
      const platforms: App['platforms'] = { call: async () => ({ status: 200, body: { success: true, ok: true } }) }
      return [name, { ...app, webhooks, platforms }]
    }),
  ) as Record<ApiFunction | 'agent-ws' | 'ask' | 'dispatch' | 'live' | 'clock', App>

  const apiOf = new Map(
    (Object.keys(apiRoutes) as ApiFunction[]).flatMap(name => {
      const api = httpApi(apps[name], apiRoutes[name])
      return apiRoutes[name].map(route => [routeKey(route), api] as const)
    }),
  )
  const ask = askHandler(apps.ask)
  const sockets: SocketHandler = socketApi(apps['agent-ws'])
  const readers = [streamHandler(apps.dispatch), liveStreamHandler(apps.live)]
  const stream = shardReader(engine.streams, engine.streamArn, undefined)

  const cloud: Cloud = {
    calls,
    stored,
    storeMethods: Object.keys(apps.inbound.store),
    answered: new Set(),
    gone: clouds.gone,
    notices: clouds.notices,
    outside: () => ({ status: 'ok', body: {} }),
    topicFails: false,
    now: () => clock.now(),
    async http(spec, params, options = {}) {
      const key = `${spec.method} ${spec.path}`
      const api = apiOf.get(key)
      if (!api) throw new Error(`no function serves ${key}`)
      const { statusCode = 0, body = '', headers } = await api(httpEvent(spec, params, options), lambdaContext)
      if (statusCode < 300) cloud.answered.add(key)
      const isJson = String(headers?.['content-type']).includes('json')
      return { status: statusCode, body: isJson ? JSON.parse(body) : body }
    },
    async connect(id, token, query = {}) {
      const headers = { 'Sec-WebSocket-Protocol': `interlude.v1, auth.${token}` }
      const { statusCode, body } = await sockets(socketEvent('CONNECT', id, { headers, query }))
      if (statusCode !== 200) throw new Error(`not let in: ${body}`)
    },
    async frame(id, frame) {
      pushed.length = 0
      await sockets(socketEvent('MESSAGE', id, { body: JSON.stringify({ id: `f-${frame.type}`, ...frame }) }))
      const error = pushed.find(({ to, frame: each }) => to === id && each.type === 'error')
      if (error !== undefined) throw new Error(`${frame.type}: ${JSON.stringify(error.frame)}`)
      cloud.answered.add(frame.type)
      for (const event of events.splice(0)) {
        await cloud.beforeAsking()
        await ask(event).catch(() => {})
      }
    },
    async disconnect(id) {
      await sockets(socketEvent('DISCONNECT', id))
    },
    async feed() {
      for (;;) {
        const records = await stream.read(FEED_BATCH)
        if (records.length === 0) return
        const Records = records
          .map(({ record }) => lambdaRecord(record, engine.streamArn))
          .filter(({ dynamodb }) => dynamodb?.Keys?.SK?.S === 'STATE')
        for (const read of readers) await read({ Records })
      }
    },
    async after(ms) {
      clock.advance(ms)
      await runClock(apps.clock, clock.now() + 1)
    },
    async makeOld() {
      const { Items = [] } = await engine.documents.send(new ScanCommand({ TableName: TABLE }))
      for (const { PK, SK } of Items.filter(isStateKey)) {
        const [words] = WORD_ATTRIBUTES
        await engine.documents.send(
          new UpdateCommand({
            TableName: TABLE,
            Key: { PK, SK },
            UpdateExpression: 'REMOVE #words',
            ExpressionAttributeNames: { '#words': words ?? '' },
          }),
        )
      }
    },
    beforeAsking: async () => {},
    async agent(...roles) {
      return await new SignJWT({ client_id: oidc.clientId, token_use: 'access', name: 'Ana', 'cognito:groups': roles })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setIssuer(oidc.issuer)
        .setSubject('ana')
        .setExpirationTime(Math.floor(Date.now() / 1000) + 72 * HOUR_SECONDS)
        .sign(privateKey)
    },
    async close() {
      for (const close of closers) close()
      await engine.close()
    },
  }
  return cloud
}

function noting(store: Store, called: Set<string>): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const method = Reflect.get(target, name, receiver)
      if (typeof method !== 'function') return method
      return (...args: unknown[]) => {
        called.add(String(name))
        return method(...args)
      }
    },
  })
}
