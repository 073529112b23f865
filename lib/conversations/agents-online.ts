import { defined } from '../defined.ts'
import type { SocketStore } from '../ports/sockets.ts'
import type { OnlineAgent } from '../protocol/agents.ts'

/** The collation of names. It is the same on every machine. */
const byName = new Intl.Collator('en')

const nameOf = ({ id, name = id }: OnlineAgent) => name

/** Lists the agents who have a socket at a bot, each once, sorted by name, or by id where there is no name. */
export async function agentsOnline(
  { agentSockets }: Pick<SocketStore, 'agentSockets'>,
  botId: string,
): Promise<readonly OnlineAgent[]> {
  const found = new Map<string, OnlineAgent>()
  for (const { owner } of await agentSockets(botId)) {
    if (owner.as !== 'agent' || found.get(owner.id)?.name !== undefined) continue
    found.set(owner.id, { id: owner.id, ...defined({ name: owner.name }) })
  }
  return [...found.values()].sort((a, b) => byName.compare(nameOf(a), nameOf(b)) || byName.compare(a.id, b.id))
}
