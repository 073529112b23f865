import type { App } from '../../lib/app.ts'
import { createAuthenticator } from '../../lib/auth/authenticate.ts'
import type { Agent } from '../../lib/auth/caller.ts'
import { createDirectory } from '../../lib/bots/directory.ts'
import { policiesOver } from '../../lib/bots/policies.ts'
import { noMetrics } from '../../lib/conversations/counts.ts'
import { createAssigner } from '../../lib/effects/assign.ts'
import { createNotifications } from '../../lib/effects/notifications.ts'
import { createReceipts } from '../../lib/effects/receipts.ts'
import { createPausePaces } from '../../lib/pace.ts'
import type { CallResult, Notice } from '../../lib/ports/outside.ts'
import type { Store } from '../../lib/ports/store.ts'
import type { Clock } from '../../lib/ports/system.ts'
import { accountsOf } from '../../lib/protocol/channels.ts'
import { BotConfig } from '../../lib/protocol/config.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import { InterludeError } from '../../lib/protocol/problem.ts'
import { defaultPolicy, type Policy } from '../../lib/session/policy.ts'
import { randomIds } from '../../lib/system.ts'
import { everybody } from '../../local/admission/admission.ts'
import { type LocalAsker, localAsker } from '../../local/asker.ts'
import { manualClock, minutes, START } from './clock.ts'
import { noPlatforms, noTopic, silentIssuer, silentLog } from './silent.ts'

/** A webhook call. */
export interface Posted {
  readonly url: string
  readonly id: string
  readonly body: Record<string, unknown>
}

export interface TestApp extends App {
  /** The policy of bots that configure none. */
  readonly policy: Policy
  readonly clock: ReturnType<typeof manualClock>
  /** Notices that were published. If `alertsFail` is set, none are. */
  readonly notices: Notice[]
  readonly posted: Posted[]
  readonly pushed: { readonly connectionId: string; readonly frame: ServerFrame }[]
  /** Dead sockets, which the store may still list. */
  readonly gone: Set<string>
  /** Asks bots about messages from sockets. */
  readonly asker: LocalAsker
  alertsFail: boolean
  /** Returns the outside's answer to the next calls. */
  answer: (post: Posted) => CallResult | Promise<CallResult>
}

/** An application over a real store and a manual clock. The outside is scripted, and its calls are recorded. */
export function anApp(store: Store, policy: Partial<Policy> = {}): TestApp {
  const clock = manualClock()
  const deployment = { ...defaultPolicy, ...policy }
  const directory = createDirectory(store, clock as Clock, { rememberMs: 20_000, alone: true })
  const sockets: App['sockets'] = {
    push: async (connectionId, frame) => {
      if (app.gone.has(connectionId)) return 'gone'
      app.pushed.push({ connectionId, frame })
      return 'sent'
    },
    close: async () => {},
  }
  const app: TestApp = {
    store,
    clock,
    directory,
    log: silentLog,
    metrics: noMetrics,
    ids: randomIds,
    pausePaces: createPausePaces(),
    policy: deployment,
    policyOf: policiesOver(deployment, directory),
    settings: {
      consoleUrl: 'https://console.example.test',
      alertsIncludeText: false,
      platformUrls: {},
      processId: 'test',
    },
    auth: createAuthenticator(directory, clock, agentByName),
    agentIssuer: silentIssuer,
    notices: [],
    posted: [],
    pushed: [],
    gone: new Set(),
    asker: localAsker(
      () => app,
      () => everybody.hold(),
    ),
    alertsFail: false,
    answer: () => ({ status: 'ok', body: {} }),
    notifier: {
      publish: async notice => {
        if (app.alertsFail) throw new Error('SNS cannot be reached')
        return `message-${app.notices.push(notice)}`
      },
    },
    webhooks: {
      refusal: () => undefined,
      post: async ({ url, id, body }) => {
        const post = { url, id, body: JSON.parse(JSON.stringify(body)) as Record<string, unknown> }
        app.posted.push(post)
        return await app.answer(post)
      },
    },
    platforms: noPlatforms,
    alertTopic: noTopic,
    sockets,
    notifications: createNotifications({ store, sockets, clock, log: silentLog }),
    receipts: createReceipts({ store, sockets, clock, log: silentLog }, 0),
    assigner: createAssigner(() => app),
  }
  return app
}

/** Does not verify the token: here an agent is who the token says. Other tests check tokens. */
async function agentByName(token: string): Promise<Agent> {
  const [, payload = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    sub: string
    roles: string[]
    exp: number
    auth_time: number
  }
  const { sub, roles, exp, auth_time } = claims
  if (!sub) throw new InterludeError('auth.invalid')
  return { as: 'agent', id: sub, name: sub, roles, expiresAt: exp * 1000, signedInAt: auth_time * 1000 }
}

/** `expiresAt` in ms: by default a day after the tests' start. `signedInAt`: by default the start. */
export function agentToken(
  sub: string,
  roles: readonly string[],
  expiresAt = START + minutes(24 * 60),
  signedInAt = START,
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { sub, roles, iss: 'https://issuer.example.test', exp: expiresAt / 1000, auth_time: signedInAt / 1000 }
  return `${part({ alg: 'none' })}.${part(claims)}.x`
}

/** Stores a bot with a connector at `https://bot.example.test/`, unless `config` sets another. */
export async function putBot(app: App, botId = 'shop', config: Partial<BotConfig> = {}): Promise<void> {
  const connector = { type: 'http', url: 'https://bot.example.test/', secret: 'whsec_', timeoutMs: 10_000 } as const
  const whole = { ...BotConfig.parse({ mode: 'gate' }), mode: 'ask', connector, version: 1, ...config } as const
  const bot = {
    config: whole,
    userTokenSecret: 'a secret that signs tokens of end users',
    identitySecret: 'a secret of the host',
  }
  const accounts = accountsOf(whole).map(({ type, accountId }) => ({ type, accountId, after: botId }))
  await app.store.putBot(botId, 0, bot, accounts)
}

/** A channel's webhook at `https://channel.example.test/`. */
export const webhookChannel = {
  type: 'webhook',
  url: 'https://channel.example.test/',
  secret: 'whsec_',
  replies: 'answer',
} as const

/** Stores a bot's configuration as a version of Interlude without this field did. */
export async function storeWithout({ directory, store }: App, botId: string, field: keyof BotConfig): Promise<void> {
  const stored = await directory.freshBot(botId)
  const { version } = stored.config
  const old = Object.fromEntries(Object.entries(stored.config).filter(([name]) => name !== field))
  await store.putBot(botId, version, { ...stored, config: { ...old, version: version + 1 } as BotConfig })
  directory.forget(botId)
}
