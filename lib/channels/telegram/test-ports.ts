import type { Log } from '../../ports/system.ts'
import { systemClock } from '../../system.ts'
import type { ChannelPorts } from '../channel.ts'
import { platformCaller } from '../platform-caller.ts'

/** The channel's ports, over a double at this address. */
export function portsTo(url: string, note: (level: keyof Log, text: string) => void): ChannelPorts {
  const at = (level: keyof Log) => (message: string, details?: object) =>
    note(level, `${message} ${JSON.stringify(details)}`)
  return {
    platforms: platformCaller,
    webhooks: { refusal: () => undefined, post: async () => ({ status: 'ok', body: undefined }) },
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    clock: systemClock,
    settings: { platformUrls: { telegram: url } },
    directory: { platformApp: async () => undefined },
  }
}
