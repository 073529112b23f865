import { EVENT_KINDS } from '../../support/event-kinds.ts'
import type { Story } from './record.ts'
import type { SimulatedWorld } from './simulated-world.ts'

/**
 * The endpoint of a bot gets each event of a conversation, and none before it has taken the one before. Other bots send
 * none.
 */
export function judgeEvents({ plan, record }: SimulatedWorld, session: string, { stored }: Story): string | undefined {
  const sent = record.events.filter(({ id }) => id.startsWith(`${session}:`))
  const { botId, nextEvents } = stored.session
  if (!plan.bots.find(({ id }) => id === botId)?.events) {
    return sent.length > 0 || nextEvents ? 'a bot without an endpoint owes events' : undefined
  }
  if (nextEvents) return `the endpoint still lacks the events after ${nextEvents.after}`
  const wanted = stored.log.filter(({ kind }) => EVENT_KINDS.includes(kind)).map(({ seq }) => `${session}:${seq}`)
  const taken = new Set<string>()
  for (const event of sent) {
    const place = wanted.indexOf(event.id)
    if (place === -1) return `the endpoint gets ${event.id}, which is no event`
    const before = wanted[place - 1]
    if (before !== undefined && !taken.has(before)) return `the endpoint gets ${event.id} before ${before}`
    if (event.taken) taken.add(event.id)
  }
  const lost = wanted.find(id => !taken.has(id))
  return lost && `the endpoint never takes ${lost}`
}
