import type { App } from '../../lib/app.ts'
import { noMetrics } from '../../lib/conversations/counts.ts'
import { createNotifications } from '../../lib/effects/notifications.ts'
import { createReceipts } from '../../lib/effects/receipts.ts'
import { createPausePaces } from '../../lib/pace.ts'
import type { Store } from '../../lib/ports/store.ts'
import type { Policy } from '../../lib/session/policy.ts'
import type { Instant } from '../../lib/session/session.ts'
import { noPlatforms, noTopic } from '../support/silent.ts'
import { operationNames } from './memory-state.ts'
import type { Subject } from './subject.ts'

/**
 * Every call that leaves an actor: store calls by name, `post`, `push`, `publish`, `sleep`, and `see` for observations.
 */
export interface Port {
  call(op: string, args: readonly unknown[]): Promise<unknown>
  now(): Instant
  /** The prefix of generated ids: the same actor with the same history generates the same ids. */
  readonly name: string
}

export interface AppOptions {
  readonly policy: Policy
  /** How long configurations are cached, in ms. 0: each read is a call of the store. */
  readonly rememberMs: number
  /** Whether no other process caches configurations. */
  readonly alone: boolean
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** The application of one actor: real code over a port. */
export function appOver(subject: Subject, port: Port, { policy, rememberMs, alone }: AppOptions): App {
  let made = 0
  const call =
    (op: string) =>
    (...args: unknown[]) =>
      port.call(op, args)
  const store: Store = {
    ...(Object.fromEntries(operationNames.map(op => [op, call(op)])) as unknown as Store),
    // Catch-up budgets are not explored: they would only multiply the orders of steps.
    takeCatchUp: async () => true,
    // Nor notifications, which change no conversation.
    addNotifications: async (_botId, all) => all.map(each => ({ notification: { ...each, number: 1 }, isNew: false })),
    setNotificationDone: async () => undefined,
    // Nor receipts.
    receipts: async () => undefined,
    addReceipts: async (_session, news) => ({ receipts: news, before: news }),
  }
  const sockets: App['sockets'] = {
    push: call('push') as App['sockets']['push'],
    close: async () => {},
  }
  const clock: App['clock'] = {
    now: port.now,
    sleep: async ms => {
      await port.call('sleep', [ms])
    },
  }
  return {
    store,
    clock,
    policyOf: async () => policy,
    log: silent,
    metrics: noMetrics,
    // No explored caller is anonymous.
    pausePaces: createPausePaces(),
    agentIssuer: { signOut: async () => {} },
    directory: subject.createDirectory(store, clock, { rememberMs, alone }),
    ids: { make: prefix => `${prefix}${port.name}-${++made}` },
    settings: { consoleUrl: 'https://console.example.test', alertsIncludeText: false, platformUrls: {}, processId: '' },
    sockets,
    notifications: createNotifications({ store, sockets, clock, log: silent }),
    receipts: createReceipts({ store, sockets, clock, log: silent }, 0),
    // No explored bot has a queue that Interlude assigns from.
    assigner: { assign: async () => {} },
    notifier: { publish: call('publish') as App['notifier']['publish'] },
    alertTopic: noTopic,
    asker: {
      ask: async () => {
        throw new Error('no actor hands a turn on')
      },
    },
    webhooks: { refusal: () => undefined, post: call('post') as App['webhooks']['post'] },
    platforms: noPlatforms,
    auth: {
      // Identities are not explored: every caller with a token is the operator.
      check: async () => ({ as: 'agent', id: 'operator', roles: ['admin'], expiresAt: Number.POSITIVE_INFINITY }),
    },
  }
}
