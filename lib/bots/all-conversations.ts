import type { App } from '../app.ts'
import { loadOrNew, type Target } from '../conversations/load.ts'
import { inParallel } from '../effects/parallel.ts'
import type { Address } from '../session/session.ts'

/** A user of a bot on a channel, whatever the thread. */
export type User = Omit<Address, 'threadId'>

/** At most so many conversations of one user are reached by one request. */
export const MAX_CONVERSATIONS = 100
const AT_ONCE = 8

/**
 * Every conversation with a user in which something was said or done, with a thread or without: as of every commit that was
 * acknowledged before. Takes the newest of more than `MAX_CONVERSATIONS`, and logs that. Where there is none, the one without a
 * thread, which may be new.
 */
export async function conversationsOf(app: App, user: User): Promise<readonly Target[]> {
  const threads = await app.store.threads({ ...user, limit: MAX_CONVERSATIONS + 1 })
  // Most users have none: then there is nothing to look up before the command itself.
  if (threads.length === 0) return [user]
  const { session } = await loadOrNew(app, user)
  const own = session.revision > 0 ? [user] : []
  const found = [...own, ...threads.map(id => ({ id, botId: user.botId }))]
  if (found.length > MAX_CONVERSATIONS) {
    app.log.warn('a user has more conversations than one request reaches', {
      session: session.id,
      reached: MAX_CONVERSATIONS,
    })
  }
  return found.slice(0, MAX_CONVERSATIONS)
}

/** Carries out `work` for each. All are tried; throws the error of the first that failed. */
export async function forEachOf(targets: readonly Target[], work: (target: Target) => Promise<unknown>): Promise<void> {
  const [first] = await inParallel(targets, AT_ONCE, work)
  if (first) throw first.error
}
