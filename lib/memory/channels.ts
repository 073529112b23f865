import type { ChannelStore } from '../ports/channels.ts'
import { type AtOnce, keyOf, type Memory } from './memory.ts'

/** The accounts of platforms, and the operator's applications there. */
export function channels({ accounts, platformApps }: Memory): AtOnce<ChannelStore> {
  return {
    accountHolder: (type, accountId) => accounts.get(keyOf(type, accountId)),

    platformApp: type => platformApps.get(type),

    putPlatformApp(type, version, app) {
      if ((platformApps.get(type)?.version ?? 0) !== version) return false
      platformApps.set(type, app)
      return true
    },
  }
}
