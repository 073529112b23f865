import { isHeard } from '../conversations/watching.ts'
import type { StoredSocket } from '../ports/sockets.ts'
import type { HitlnextNews } from '../protocol/hitlnext.ts'
import type { Instant } from '../session/session.ts'
import { type PushPorts, packed, pushFrames } from './push-frames.ts'

/** Returns the sockets that get events in the shape `hitlnext`. */
export function hearersOf(sockets: readonly StoredSocket[], now: Instant): readonly StoredSocket[] {
  return sockets.filter(
    socket => socket.subscription === 'inbox' && socket.shape === 'hitlnext' && isHeard(socket, now),
  )
}

/** Pushes events of the module to these sockets. Never throws. */
export async function pushNews(
  ports: PushPorts,
  hearers: readonly StoredSocket[],
  news: readonly HitlnextNews[],
): Promise<void> {
  const frames = packed(news).map(events => ({ type: 'hitlnext', events }) as const)
  await Promise.all(hearers.map(({ connectionId }) => pushFrames(ports, connectionId, frames)))
}

/** Pushes events of the module to a bot's subscribers. Best effort: never throws. */
export async function tellHitlnext(ports: PushPorts, botId: string, news: readonly HitlnextNews[]): Promise<void> {
  try {
    await pushNews(ports, hearersOf(await ports.store.agentSockets(botId), ports.clock.now()), news)
  } catch (error) {
    ports.log.warn('telling subscribers failed', { botId, error: String(error) })
  }
}
