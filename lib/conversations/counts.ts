import type { Count, Metrics } from '../ports/system.ts'
import type { Entry } from '../protocol/entry.ts'
import type { Decision } from '../session/decide.ts'
import type { Session } from '../session/session.ts'

/** Where nobody counts. */
export const noMetrics: Metrics = { count() {} }

/**
 * What is to be counted of a decision once it is committed. The log is what tells: an entry is written once, however often its
 * command is sent, tried or raced.
 */
export function countsOf({ before, entries }: Pick<Decision<unknown>, 'before' | 'entries'>): readonly Count[] {
  return entries.flatMap(entry => countOf(before, entry) ?? [])
}

function countOf(before: Session, entry: Entry): Count | undefined {
  switch (entry.kind) {
    case 'paused':
      // Whoever may pause may name any trigger; only the system itself tells that the bot failed.
      return entry.trigger === 'bot_failed' && entry.by.type === 'system' ? 'BotFailures' : undefined
    case 'alerted':
      return entry.count === 1 ? 'HandoffsRequested' : 'HandoffsWaiting'
    case 'resumed':
      // An agent's conversation expires too, when nobody speaks any more: then somebody came.
      return entry.outcome === 'expired' && isWaiting(before) ? 'HandoffsGivenUp' : undefined
    case 'undeliverable':
      return 'DeliveriesFailed'
    default:
      return undefined
  }
}

function isWaiting({ control }: Session): boolean {
  return control.holder === 'human' && control.handoff.status === 'pending'
}
