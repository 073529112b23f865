import type { IncomingMessage, ServerResponse } from 'node:http'
import { defined } from '../../lib/defined.ts'
import type { Log } from '../../lib/ports/system.ts'
import type { Instant } from '../../lib/session/session.ts'
import { serveOnLoopback } from '../gateway/loopback-server.ts'
import { carryOut, kindOf } from './actions.ts'
import { GraphError } from './errors.ts'
import { Faults, suffer } from './faults.ts'
import { Inbox } from './inbox.ts'
import { type Call, readCall } from './parameters.ts'
import { Person } from './person.ts'
import type { Service } from './service.ts'
import { verify } from './subscriptions.ts'
import { type App, FIELDS, type Page, type Profile } from './types.ts'
import { RETRY_DELAYS_MS, Webhooks } from './webhooks.ts'
import { World } from './world.ts'

export interface GraphOptions {
  readonly host: string
  /** 0: any free port. Default: 0. */
  readonly port?: number
  /** The time for windows and timestamps, in ms. Default: the machine's. */
  readonly now?: () => Instant
  readonly log?: Log
  /** Waits between the attempts to deliver a webhook, in ms. */
  readonly retryDelaysMs?: readonly number[]
}

/** A double of the part of Meta's Graph API that a bot in Messenger uses, in memory. */
export interface Graph {
  /** Use it in place of `https://graph.facebook.com`. Paths begin with a version (`/v25.0`). */
  readonly url: string
  readonly world: World
  readonly webhooks: Webhooks
  readonly faults: Faults
  readonly inbox: Inbox
  addApp(app: Partial<App> & Pick<App, 'id' | 'secret'>): App
  addPage(page: Pick<Page, 'id' | 'name'>): Page
  /** Connects an application to a page, as its administrator does. Returns the page's access token. */
  connect(app: App, page: Page, token?: string): string
  /** Installs an application on a page without a call of the API. Default: every field. */
  install(app: App, page: Page, fields?: readonly string[]): void
  /** Sets the callback URL as the app's dashboard does: rejects unless the URL answers the challenge. */
  setCallback(app: App, callbackUrl: string, verifyToken: string): Promise<void>
  /** Makes a person, who has not written to the page yet. `psid`: a fixed id, for people who survive a restart. */
  addPerson(page: Page, profile?: Partial<Profile>, psid?: string): Person
  /** Throws if there is none. */
  person(psid: string): Person
  /** Ends the validity of a token. */
  expire(token: string, state?: 'expired' | 'revoked'): void
  /** Waits up to a second for webhooks, and frees the port. */
  close(): Promise<void>
}

const GRACE_MS = 1_000
const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const NOBODY: Profile = { firstName: 'Maria', lastName: 'Sanchez', locale: 'en_US', timezone: 0 }

/** Starts the double. Rejects if the port is taken. */
export const openGraph = async ({
  host,
  port = 0,
  now = Date.now,
  log = SILENT,
  retryDelaysMs = RETRY_DELAYS_MS,
}: GraphOptions): Promise<Graph> => {
  const world = new World(now)
  const faults = new Faults()
  const webhooks = new Webhooks({
    log,
    now,
    retryDelaysMs,
    onGivenUp: ({ app, page }) => {
      page.installed.delete(app.id)
      log.error('Meta ended a subscription, because its webhooks failed', { appId: app.id, pageId: page.id })
    },
  })
  const service: Service = { world, webhooks, faults, log }
  const server = await serveOnLoopback(listener(service), { host, port })
  return {
    url: server.url,
    world,
    webhooks,
    faults,
    inbox: new Inbox(service),
    addApp: app => world.addApp(app),
    addPage: page => world.addPage(page),
    connect: (app, page, token) => world.addToken(app, page, token).value,
    install: (app, page, fields = FIELDS) => {
      page.installed.set(app.id, new Set(fields))
    },
    setCallback: async (app, callbackUrl, verifyToken) => {
      await verify(callbackUrl, verifyToken)
      Object.assign(app, { callbackUrl, verifyToken })
    },
    addPerson: (page, profile = {}, psid) =>
      new Person(service, world.addThread(page, { ...NOBODY, ...profile }, psid)),
    person: psid => new Person(service, world.thread(psid)),
    expire: (value, state = 'expired') => {
      const token = world.tokens.get(value)
      if (token !== undefined) token.state = state
    },
    close: () => server.close(() => webhooks.close(GRACE_MS)),
  }
}

const listener = (service: Service) => (req: IncomingMessage, res: ServerResponse) => {
  const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const text = JSON.stringify(body)
    res.writeHead(status, {
      'content-type': 'application/json; charset=UTF-8',
      'content-length': Buffer.byteLength(text),
      'facebook-api-version': 'v25.0',
      ...headers,
      ...(status === 413 ? { connection: 'close' } : {}),
    })
    res.end(text)
  }
  answer(req, service).then(
    body => (body === 'hang up' ? res.destroy() : send(200, body)),
    (error: unknown) => {
      if (error instanceof GraphError) return send(error.status, error.body(), error.headers)
      service.log.error('the Graph API failed', { error: String(error) })
      send(500, new GraphError({ code: 1, message: 'An unknown error occurred' }).body())
    },
  )
}

const answer = async (req: IncomingMessage, service: Service): Promise<unknown> => {
  const call = await readCall(req)
  const fault = service.faults.take(kindOf(call))
  if (fault === undefined) return await logged(call, service)
  if (fault.afterwards || (fault.code === undefined && !fault.hangUp)) {
    const body = await logged(call, service)
    await suffer(fault)
    return fault.hangUp ? 'hang up' : body
  }
  await suffer(fault)
  return 'hang up'
}

const logged = async (call: Call, service: Service): Promise<unknown> => {
  const about = { method: call.method, path: call.path.join('/') }
  try {
    const body = await carryOut(service, call)
    service.log.debug('a call of the Graph API', about)
    return body
  } catch (error) {
    if (error instanceof GraphError)
      service.log.debug(
        'a call of the Graph API was refused',
        defined({ ...about, code: error.code, subcode: error.subcode }),
      )
    throw error
  }
}
