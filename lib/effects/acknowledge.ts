import type { App } from '../app.ts'
import type { AlertLink } from '../auth/alert-links.ts'
import { execute } from '../conversations/execute.ts'
import { loadIfKnown } from '../conversations/load.ts'
import type { Session } from '../session/session.ts'
import { isWaiting } from '../session/waits.ts'
import { inParallel } from './parallel.ts'
import { waitingOf } from './waiting.ts'

const AT_ONCE = 16

/** Lists the conversations that the link's alert was about and that still wait without an acknowledgement. */
export async function unacknowledged(app: App, botId: string, link: AlertLink): Promise<readonly Session[]> {
  const concerns = (session: Session) =>
    isWaiting(session) && !session.control.handoff.acknowledgedBy && session.control.handoff.since <= link.at
  if (link.conversation) {
    const { id, episode } = link.conversation
    const session = await loadIfKnown(app, { id, botId })
    return session && session.episodes === episode && concerns(session) ? [session] : []
  }
  const found: Session[] = []
  for await (const session of waitingOf(app.store, botId)) if (concerns(session)) found.push(session)
  return found
}

/**
 * Acknowledges the alert of a link: no further one follows about these conversations while they wait. Returns their
 * number. A conversation whose wait ended meanwhile is left out. Throws the first other failure, after all attempts.
 */
export async function acknowledgeLink(app: App, botId: string, link: AlertLink): Promise<number> {
  const waiting = await unacknowledged(app, botId, link)
  let count = 0
  const failures = await inParallel(waiting, AT_ONCE, async ({ id, episodes: episode }) => {
    const command = { verb: 'acknowledgeAlert', by: { type: 'system' }, episode } as const
    const { outcome } = await execute(app, { id, botId }, command)
    if (outcome.changed) count++
  })
  const [failed] = failures.filter(({ error }) => (error as { code?: unknown }).code !== 'handoff.not_open')
  if (failed) throw failed.error
  return count
}
