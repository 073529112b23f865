import type { App } from '../../lib/app.ts'
import { noMetrics } from '../../lib/conversations/counts.ts'
import { createNotifications } from '../../lib/effects/notifications.ts'
import { createPausePaces } from '../../lib/pace.ts'
import type { Store } from '../../lib/ports/store.ts'
import type { Policy } from '../../lib/session/policy.ts'
import type { Instant } from '../../lib/session/session.ts'
import { operations } from './memory-state.ts'
import type { Subject } from './subject.ts'

/** Everything that leaves an actor: a call of the store by its name, `post`, `push`, `publish`, `sleep`, and `see` for what its caller sees. */
export interface Port {
  call(op: string, args: readonly unknown[]): Promise<unknown>
  now(): Instant
  /** Names what the actor makes up: the same actor with the same history makes the same. */
  readonly name: string
}

export interface AppOptions {
  readonly policy: Policy
  /** How long configurations are remembered, in ms. 0: each look is a call of the store. */
  readonly rememberMs: number
  /** No other process remembers anything. */
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
    ...(Object.fromEntries(Object.keys(operations).map(op => [op, call(op)])) as unknown as Store),
    // How much a client is sent at once is not what is explored: it would only multiply the orders of steps.
    takeCatchUp: async () => true,
    // Nor what agents are told beside the conversations, which changes none of them.
    addNotifications: async (_botId, all) => all.map(each => ({ notification: { ...each, number: 1 }, isNew: false })),
    setNotificationDone: async () => undefined,
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
    policy,
    log: silent,
    metrics: noMetrics,
    // Nobody who is explored is anonymous.
    pausePaces: createPausePaces(),
    agentIssuer: { signOut: async () => {} },
    directory: subject.createDirectory(store, clock, { rememberMs, alone }),
    ids: { make: prefix => `${prefix}${port.name}-${++made}` },
    settings: { consoleUrl: 'https://console.example.test', alertsIncludeText: false, processId: '' },
    sockets,
    notifications: createNotifications({ store, sockets, clock, log: silent }),
    notifier: { publish: call('publish') as App['notifier']['publish'] },
    asker: {
      ask: async () => {
        throw new Error('no actor hands a turn on')
      },
    },
    webhooks: { refusal: () => undefined, post: call('post') as App['webhooks']['post'] },
    auth: {
      // Who is who is not what is explored: whoever brings a token is the operator.
      check: async () => ({ as: 'agent', id: 'operator', roles: ['admin'], expiresAt: Number.POSITIVE_INFINITY }),
    },
  }
}
