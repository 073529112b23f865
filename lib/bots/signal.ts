import type { App } from '../app.ts'
import { asOfNow } from '../conversations/as-of-now.ts'
import { loadOrNew } from '../conversations/load.ts'
import { isHeard } from '../conversations/watching.ts'
import type { Loaded } from '../ports/sessions.ts'
import type { BotConfig } from '../protocol/config.ts'
import { Seq } from '../protocol/ids.ts'
import type { InboundMessage, SignalType } from '../protocol/message.ts'
import type { InboundAnswer } from '../protocol/routes.ts'
import { isAttended } from '../session/holder.ts'
import { leftUpTo } from '../session/leaving.ts'
import { type Address, isPaused } from '../session/session.ts'
import type { Warn } from '../tolerant.ts'

/**
 * Carries out a signal of a channel: pushes typing to the agents who have the conversation open, and keeps how far its
 * messages have got at the user. Logs nothing, and creates no conversation. Reports to `warn` a field that it cannot
 * understand.
 */
export async function signal(
  app: App,
  address: Address,
  { type, payload }: { readonly type: SignalType } & Pick<InboundMessage, 'payload'>,
  config: BotConfig,
  warn: Warn,
): Promise<InboundAnswer> {
  const loaded = await loadOrNew(app, address)
  const { session } = loaded
  if (type === 'typing') await tellTyping(app, loaded)
  else {
    const upTo = upToOf(payload, loaded, warn)
    const news = type === 'read' ? { readUpTo: upTo } : { deliveredUpTo: upTo }
    if (upTo > 0) await app.receipts.add({ id: session.id, botId: session.botId }, news, loaded)
  }
  const now = await asOfNow(app, session)
  // As for a message: a gated bot that is supervised must not answer on its own.
  const paused = config.paused || isPaused(now) || (config.mode === 'gate' && isAttended(now))
  return { session: session.id, seq: session.revision, epoch: session.epoch, paused, replies: [] }
}

/**
 * Reads which message a receipt names; without one, the newest that has left. A number that cannot be understood names
 * none: it was to limit the receipt.
 */
function upToOf(payload: InboundMessage['payload'], { session }: Loaded, warn: Warn): number {
  const upTo = payload?.upTo ?? undefined
  if (upTo === undefined) return leftUpTo(session)
  const parsed = Seq.safeParse(typeof upTo === 'string' && /^\d+$/.test(upTo) ? Number(upTo) : upTo)
  if (parsed.success) return parsed.data
  warn('payload.upTo', 'is no number of an entry: the signal was ignored')
  return 0
}

async function tellTyping(app: App, { session, watchers }: Loaded): Promise<void> {
  const agents = watchers.filter(watcher => watcher.as === 'agent' && isHeard(watcher, app.clock.now()))
  const frame = { type: 'typing', session: session.id, from: 'user', on: true } as const
  await Promise.allSettled(agents.map(({ connectionId }) => app.sockets.push(connectionId, frame)))
}
