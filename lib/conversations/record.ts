import type { SessionStore } from '../ports/sessions.ts'
import type { CommandOf, Verb } from '../session/commands.ts'
import { endedEpisodes, type Session } from '../session/session.ts'

/**
 * Adds the stored record of the episode to a rating, which changes it. A commit that ends or rates the episode writes the
 * session, too, so the session's version detects it.
 */
export async function withRecord<C extends CommandOf<Verb>>(
  store: SessionStore,
  session: Session,
  command: C,
): Promise<C> {
  if (command.verb !== 'rate') return command
  const { episode = endedEpisodes(session) } = command
  const [record] = await store.episodes(session.id, { after: episode - 1, limit: 1 })
  return record?.number === episode ? { ...command, record } : command
}
