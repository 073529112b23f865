import type { AgentStore } from '../ports/agents.ts'
import type { SocketGateway } from '../ports/outside.ts'
import type { ReadMarkStore } from '../ports/read-marks.ts'
import type { SessionStore } from '../ports/sessions.ts'
import type { SocketStore } from '../ports/sockets.ts'
import type { Clock, Log } from '../ports/system.ts'
import type { SessionId } from '../protocol/ids.ts'
import { loadOrNew, type Target } from './load.ts'
import { forgetSocket } from './presence.ts'

interface MarkPorts {
  readonly store: SessionStore & SocketStore & AgentStore & ReadMarkStore
  readonly clock: Clock
  readonly sockets: SocketGateway
  readonly log: Log
}

/**
 * Raises an agent's read mark (at most to the log's end), and sends it to the agent's other sockets, best effort.
 * Returns the current mark, which may be higher. Throws `session.not_found`.
 */
export async function markRead(
  ports: MarkPorts,
  target: Target & { readonly id: SessionId },
  { agentId, seq, from }: { readonly agentId: string; readonly seq: number; readonly from?: string },
): Promise<{ readonly session: SessionId; readonly seq: number }> {
  const { session } = await loadOrNew(ports, target)
  const upTo = Math.min(seq, session.revision)
  if (upTo === 0) return { session: session.id, seq: 0 }
  const mark = await ports.store.raiseReadMark({ agentId, session: session.id, seq: upTo }, ports.clock.now())
  if (mark.raised) await tellOwn(ports, target.botId, agentId, { session: session.id, seq: mark.seq }, from)
  return { session: session.id, seq: mark.seq }
}

async function tellOwn(
  ports: MarkPorts,
  botId: string,
  agentId: string,
  mark: { readonly session: SessionId; readonly seq: number },
  from: string | undefined,
): Promise<void> {
  try {
    const all = await ports.store.connectionsOf(botId, agentId)
    const others = all.filter(connectionId => connectionId !== from)
    await Promise.all(
      others.map(async connectionId => {
        const outcome = await ports.sockets.push(connectionId, { type: 'read', ...mark })
        if (outcome === 'gone') await forgetSocket(ports, connectionId)
      }),
    )
  } catch (error) {
    ports.log.warn('read mark push failed', { session: mark.session, error: String(error) })
  }
}
