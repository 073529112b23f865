import type { App } from '../app.ts'
import { loadOrNew, type Target } from '../conversations/load.ts'
import { inParallel } from '../effects/parallel.ts'
import type { Address } from '../session/session.ts'

/** A user of a bot on a channel, whatever the thread. */
export type User = Omit<Address, 'threadId'>

/** Most conversations of one user that one request reaches. */
export const MAX_CONVERSATIONS = 100
const AT_ONCE = 8

/**
 * Returns every conversation of a user that has an entry, with and without a thread, including every commit
 * acknowledged before. Takes only the newest `MAX_CONVERSATIONS`, and logs a warning if there are more. Returns the
 * conversation without a thread if there is none; it may be new.
 */
export async function conversationsOf(app: App, user: User): Promise<readonly Target[]> {
  const threads = await app.store.threads({ ...user, limit: MAX_CONVERSATIONS + 1 })
  // Most users have no threads. Skip the lookup for them.
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

/** Runs `work` for each target, even if one fails. Throws the first error at the end. */
export async function forEachOf(targets: readonly Target[], work: (target: Target) => Promise<unknown>): Promise<void> {
  const [first] = await inParallel(targets, AT_ONCE, work)
  if (first) throw first.error
}
