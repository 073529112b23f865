import type { App } from '../app.ts'
import { Newest } from '../newest.ts'
import { type ChannelConfig, channelOf } from '../protocol/channels.ts'
import type { Instant, Session } from '../session/session.ts'
import { isAnswerable } from './answer-window.ts'
import { channelFor } from './channels.ts'
import { memoryOf } from './memory-of.ts'
import { leftAlone } from './quiet-accounts.ts'

/** The party that is writing an answer. */
export type Typist = { readonly type: 'agent'; readonly name?: string } | { readonly type: 'bot' }

/**
 * Shows a user at their platform that somebody is writing an answer, if the channel's configuration says so, the party
 * holds the conversation, and the platform would still take the answer. Reads nothing if no channel delivers the
 * conversation. Logs a failure, and never throws.
 */
export async function showTyping(app: App, session: Session, by: Typist): Promise<void> {
  // While the bot is supervised, it writes, and an agent may write in its place.
  if (session.delivery === 'none' || session.control.holder === (by.type === 'agent' ? 'bot' : 'human')) return
  try {
    const now = app.clock.now()
    const { config: bot } = await app.directory.bot(session.botId)
    const config = channelOf(bot, session.channel)
    if (!config || !shows(config, by) || !isAnswerable(config, session, by.type, now)) return
    if (leftAlone(app.directory, config, now)) return
    const channel = await channelFor(config)
    if (!isDue(app.directory, session.id, channel.typingMs, now)) return
    await channel.showTyping(app, session.userId, config, by.type === 'agent' ? by.name : undefined)
  } catch (error) {
    const cause = error instanceof Error ? error.name : 'unknown'
    app.log.warn('typing was not shown at the platform', { session: session.id, cause })
  }
}

/** Says whether a channel shows its users that this party is writing. */
export function shows(config: ChannelConfig, { type }: Typist): boolean {
  switch (config.type) {
    case 'webhook':
      return false
    case 'messenger':
    case 'telegram':
      // A stored channel may be older than the field.
      return type === 'agent' ? config.typing !== 'none' : config.typing === 'all'
    default:
      return config satisfies never
  }
}

/** A sign is repeated at most this often (ms), and no earlier than the platform hides it. */
const PACE_MS = 10_000

const MAX_CONVERSATIONS = 10_000
/** When each conversation's last sign was shown, by an application's directory. */
const shownAt = memoryOf(() => new Newest<string, Instant>(MAX_CONVERSATIONS))

/**
 * Says whether a conversation's next sign is due, and counts it as shown. Messenger hides a sign after 20 s and Telegram
 * after 5 s, so one each 10 s and one each 5 s keep it there, while a console says every 3 s that its agent types. Each
 * process counts for itself: on AWS a platform may get a call for each function that runs, and never more than the
 * console's own pace.
 */
function isDue(directory: object, id: string, typingMs: number, now: Instant): boolean {
  const everyMs = Math.min(PACE_MS, typingMs)
  const times = shownAt(directory)
  const last = times.get(id)
  if (last !== undefined && now < last + everyMs && now >= last) return false
  times.put(id, now)
  return true
}
