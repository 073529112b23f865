import type { Conversation } from '../../lib/memory/memory.ts'
import type { FeedItem } from '../../lib/ports/feed.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import { combine, combineUnordered, type Hash, hashText, hashValue } from './hash.ts'
import type { MemoryState } from './memory-state.ts'

/** Hashes the whole content of a store. Unchanged parts are not read again. */
export function hashState(state: MemoryState): Hash {
  const parts = [hashText(`${state.position}`)]
  for (const each of state.conversations.values()) parts.push(hashValue(each.loaded), hashLog(each))
  for (const [name, bot] of state.bots) parts.push(combine(hashText(name), hashValue(bot)))
  for (const [name, holder] of state.accounts) parts.push(hashText(`${name} belongs to ${holder}`))
  for (const [name, app] of state.platformApps) parts.push(combine(hashText(`app ${name}`), hashValue(app)))
  for (const socket of state.sockets.values()) parts.push(hashValue(socket))
  for (const [name, agent] of state.agents) parts.push(combine(hashText(`agent ${name}`), hashValue(agent)))
  for (const [name, until] of state.alertSlots) parts.push(hashText(`${name} until ${until}`))
  for (const [name, at] of state.signOuts) parts.push(hashText(`${name} signed out ${at}`))
  for (const [name, taken] of state.caughtUp) parts.push(combine(hashText(`caught up ${name}`), hashValue(taken)))
  for (const [name, mark] of state.readMarks) parts.push(combine(hashText(`read ${name}`), hashValue(mark)))
  for (const [name, known] of state.receipts) parts.push(combine(hashText(`receipts ${name}`), hashValue(known)))
  for (const [name, all] of state.notifications) parts.push(combine(hashText(`told ${name}`), hashValue(all)))
  for (const [name, upTo] of state.notificationsRead) parts.push(hashText(`${name} has read ${upTo}`))
  for (const [name, dead] of state.deadEvents) parts.push(combine(hashText(`dead ${name}`), hashValue(dead)))
  for (const item of state.feed) parts.push(hashItem(item))
  return combineUnordered(parts)
}

const hashedLogs = new WeakMap<readonly Entry[], Hash>()

/**
 * Each entry is hashed once, though every commit copies the log. The feed's content follows from the log and its order.
 */
function hashLog({ log, episodes }: Conversation): Hash {
  let hash = hashedLogs.get(log)
  if (hash === undefined) {
    hash = log.reduce((before, entry) => combine(before, hashValue(entry)), log.length)
    hashedLogs.set(log, hash)
  }
  return combine(hash, hashValue(episodes))
}

/** A change in the feed. Its session is hashed once, here and in the store. */
export function hashItem({ position, change }: FeedItem): Hash {
  return combine(hashText(`${position} ${change.revisionBefore}`), hashValue(change.session))
}
