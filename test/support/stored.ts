import type { StoredBot, StoredKey } from '../../lib/ports/bots.ts'
import type { StoredSocket } from '../../lib/ports/sockets.ts'
import type { MessengerChannel } from '../../lib/protocol/channels.ts'
import type { BotConfig } from '../../lib/protocol/config.ts'
import { sessionId } from '../../lib/session/session.ts'
import { minutes, START } from './clock.ts'
import { anAddress } from './people.ts'

/** The stored bot of a gated configuration with this `version`. */
export function aBot(version = 1, overrides: Partial<BotConfig> = {}): StoredBot {
  return {
    config: {
      version,
      paused: false,
      mode: 'gate',
      turns: 'overlap',
      channels: {},
      attributes: [],
      cards: [],
      tags: [],
      macros: [],
      replies: [],
      replyTrigger: '/',
      links: [],
      ...overrides,
    },
    userTokenSecret: 'secret of user tokens',
    identitySecret: 'secret of identities',
  }
}

/** The channel of a page. */
export function aPage(pageId: string, overrides: Partial<MessengerChannel> = {}): MessengerChannel {
  return {
    type: 'messenger',
    pageId,
    pageToken: `token-of-${pageId}`,
    elsewhere: 'pause',
    threadControl: 'ignore',
    agentName: 'hide',
    typing: 'agents',
    ...overrides,
  }
}

export function aKey(keyId = 'key_1', overrides: Partial<StoredKey> = {}): StoredKey {
  return { keyId, hash: 'hash-of-the-secret', createdAt: new Date(START).toISOString(), ...overrides }
}

export function anAgentSocket(connectionId: string, overrides: Partial<StoredSocket> = {}): StoredSocket {
  return {
    connectionId,
    botId: 'shop',
    owner: { as: 'agent', id: 'agent-ana', name: 'Ana', roles: ['shop:agent'] },
    expiresAt: START + minutes(60),
    connectedAt: START,
    watching: [],
    ...overrides,
  }
}

export function aUserSocket(connectionId: string, overrides: Partial<StoredSocket> = {}): StoredSocket {
  const address = anAddress()
  const session = sessionId(address)
  return anAgentSocket(connectionId, { owner: { as: 'user', session, ...address }, watching: [session], ...overrides })
}
