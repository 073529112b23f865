import type { StoredBot } from '../ports/bots.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Directory } from './directory.ts'

/** Returns a bot, perhaps from the cache. Undefined if it does not exist: its old conversations still end. */
export async function botIfAny(directory: Pick<Directory, 'bot'>, botId: string): Promise<StoredBot | undefined> {
  try {
    return await directory.bot(botId)
  } catch (error) {
    if (error instanceof InterludeError && error.code === 'bot.not_found') return undefined
    throw error
  }
}
