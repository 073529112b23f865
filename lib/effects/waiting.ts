import { defined } from '../defined.ts'
import type { SessionStore } from '../ports/sessions.ts'
import type { Instant } from '../session/session.ts'
import { isWaiting, type Waiting } from '../session/waits.ts'

const PAGE = 100
/** Most pages of waiting conversations that a notice covers, and that its link confirms. */
const MAX_PAGES = 10

/**
 * Yields a bot's conversations that wait for an agent, the longest wait first: as many as one notice may cover. With
 * `from`, those whose wait began at that time or later come first, and then the others.
 */
export async function* waitingOf(
  { list }: Pick<SessionStore, 'list'>,
  botId: string,
  from: Instant = 0,
): AsyncGenerator<Waiting> {
  let pages = 0
  for (const waitsFrom of from > 0 ? [from, 0] : [0]) {
    let cursor: string | undefined
    do {
      if (pages++ === MAX_PAGES) return
      const { items, next } = await list({ botId, status: 'pending', limit: PAGE, waitsFrom, ...defined({ cursor }) })
      const before = waitsFrom < from ? from : Number.POSITIVE_INFINITY
      const waiting = items.filter(isWaiting).filter(({ control }) => control.handoff.since < before)
      yield* waiting
      // The rest came first.
      if (waiting.length < items.length && waitsFrom < from) return
      cursor = next
    } while (cursor !== undefined)
  }
}
