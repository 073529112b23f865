import { browserEnvironment } from '../../../lib/client/browser.ts'
import { type Client, createClient } from '../../../lib/client/index.ts'
import type { ConsoleConfig } from '../../../lib/web/config.ts'
import type { Agent, Session } from '../sign-in/session.ts'

/** Connects an agent to a bot's conversations. */
export function connect(session: Session, agent: Agent, config: ConsoleConfig, botId: string): Client {
  const client = createClient({
    url: config.apiUrl,
    socketUrl: new URL(config.socketUrl, location.href.replace(/^http/, 'ws')).href,
    botId,
    token: ask => session.accessToken(ask),
    environment: browserEnvironment(),
    inboxShape: 'interlude',
    person: `${agent.id}@${botId}`,
  })
  client.subscribe('inbox')
  return client
}
