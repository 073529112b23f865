import type { App } from '../app.ts'
import { shows, showTyping } from '../channels/typing.ts'
import { loadOrNew } from '../conversations/load.ts'
import type { StoredBot } from '../ports/bots.ts'
import { channelOf } from '../protocol/channels.ts'
import type { Session } from '../session/session.ts'

/** A bot that answers within this time (ms) needs no sign. */
const MOMENT_MS = 1_000

/**
 * Shows the user once that the bot is answering, if it has not answered after a moment and the channel's configuration
 * wants that. Looks at the conversation first: after a pause nobody waits for the bot. Resolves at the latest soon after
 * `asking` has settled. Never throws.
 */
export async function showBotTyping(
  app: App,
  { config }: StoredBot,
  session: Session,
  asking: Promise<unknown>,
): Promise<void> {
  const channel = channelOf(config, session.channel)
  if (!channel || !shows(channel, { type: 'bot' })) return
  try {
    const answered = asking.then(
      () => true,
      () => true,
    )
    if (await Promise.race([answered, app.clock.sleep(MOMENT_MS)])) return
    const { session: now } = await loadOrNew(app, session)
    if (now.epoch === session.epoch) await showTyping(app, now, { type: 'bot' })
  } catch (error) {
    app.log.debug('the bot was not shown as typing', { session: session.id, cause: String(error) })
  }
}
