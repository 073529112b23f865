import type { RouteName } from '../../lib/protocol/routes.ts'
import type { Credential } from './canaries.ts'
import { BOT_A, type CanaryWorld, MACRO, TAG } from './canary-world.ts'
import type { HttpCase } from './cases.ts'
import { LIVE_HANDOFF, LIVE_SUBSCRIPTION } from './live.ts'

/** Routes that no case can make succeed, or only by luck. */
export const OUT_OF_REACH: readonly RouteName[] = [
  // They need a turn that is open at that moment.
  'replies',
  'addressedReplies',
  'sessionReplies',
  // It needs a message that failed for good.
  'redeliver',
  // They need a platform's secret.
  'verifyChannel',
  'receiveFromChannel',
  // It signs its agent out, so no agent calls it.
  'signOutEverywhere',
]

/** A case that follows others, over HTTP or over the agent's socket. */
export type Deliberate = HttpCase | { readonly agent: Credential; readonly frame: object }

/**
 * Cases in the order in which they succeed if no other case interferes, once in a world. Random cases seldom meet a conversation that
 * waits, or a subscription that is confirmed.
 */
export function deliberateCases(world: CanaryWorld): readonly Deliberate[] {
  const of = (role: Credential['role'], n = 0) =>
    world.credentials.filter(each => each.role === role && (each.botId ?? BOT_A) === BOT_A)[n]!
  const [bot, agent, supervisor, admin] = [of('bot'), of('agent'), of('agent', 1), of('admin')]
  const { session } = world.rated()
  const ask = (credential: Credential, method: string, path: string, json?: unknown): HttpCase => ({
    credential,
    method,
    target: `/api/v1/bots/${BOT_A}/${path}`,
    headers: {
      authorization: `Bearer ${credential.token}`,
      ...(json !== undefined && { 'content-type': 'application/json' }),
    },
    body: json === undefined ? undefined : JSON.stringify(json),
  })
  const post = (who: Credential, step: string, json: unknown = {}) =>
    ask(who, 'POST', `conversations/${session}/${step}`, json)
  const frame = (type: string, fields: object = {}) => ({
    agent,
    frame: { type, id: `the-${type}`, session, ...fields },
  })
  return [
    post(agent, 'unpause'),
    post(bot, 'pause'),
    post(agent, 'decline', { reason: 'I speak no Spanish' }),
    post(agent, 'claim'),
    post(supervisor, 'whisper', { text: 'offer the refund' }),
    post(agent, 'messages', { text: 'I look it up.' }),
    post(agent, 'tags', { add: [TAG] }),
    ask(agent, 'POST', `mod/hitlnext/handoffs/${LIVE_HANDOFF}`, { tags: [TAG] }),
    post(agent, 'macros', { macro: MACRO.name }),
    post(agent, 'snooze'),
    post(agent, 'wake'),
    post(agent, 'transfer'),
    frame('decline', { reason: 'I speak no Spanish' }),
    frame('claim'),
    frame('transfer'),
    ask(admin, 'POST', 'subscriptions', {
      protocol: 'sms',
      endpoint: '+15550100100',
    }),
    ask(admin, 'PUT', `subscriptions/${LIVE_SUBSCRIPTION}`, { filter: { priority: ['urgent'] } }),
    ask(admin, 'DELETE', `subscriptions/${LIVE_SUBSCRIPTION}`),
  ]
}
