import type { AgentIssuer, PlatformCaller, SocketGateway } from '../../lib/ports/outside.ts'
import type { AlertTopic } from '../../lib/ports/subscriptions.ts'
import type { Log } from '../../lib/ports/system.ts'

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
/** An issuer and a gateway that accept every call and do nothing. */
export const silentIssuer: AgentIssuer = { signOut: async () => {} }
export const silentSockets: SocketGateway = { push: async () => 'sent', close: async () => {} }

/** No platform can be reached. */
export const noPlatforms: PlatformCaller = {
  call: async () => ({ status: 'unreachable', reason: 'this test has no platform' }),
}

const noTopicHere = async () => {
  throw new Error('this test has no topic')
}
/** Nobody can be subscribed. */
export const noTopic: AlertTopic = {
  subscribe: noTopicHere,
  read: noTopicHere,
  setScope: noTopicHere,
  remove: noTopicHere,
}
