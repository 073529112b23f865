import type { PublicBot } from '../../../../lib/protocol/widget.ts'
import type { WidgetConfig } from '../../../../lib/web/config.ts'
import { embedderOf } from '../embedder.ts'
import { getJson, Refusal } from './refusal.ts'

/** The reasons for which there is nothing to open. */
export type Closed =
  | 'unknown-bot'
  /** The bot's configuration does not allow the page that holds the frame. */
  | 'forbidden'
  /** The user's identity is over, or the anonymous user was away too long. */
  | 'expired'
  /** The server gives no answer that makes sense; trying again may help. */
  | 'failed'

/** All that is needed to show the widget before anything is said. */
export interface LoadedBot {
  readonly bot: PublicBot
  readonly config: WidgetConfig
}

/**
 * Gets the public configuration of a bot, if the page that shows this frame may show it: one that the bot allows, or a page of the
 * deployment itself. A failure is a reason, never an exception.
 */
export async function loadBot(botId: string): Promise<LoadedBot | Closed> {
  try {
    const [config, bot] = await Promise.all([
      getJson<WidgetConfig>('/widget/config.json'),
      getJson<PublicBot>(`/api/v1/bots/${encodeURIComponent(botId)}/public`),
    ])
    const { allowedOrigins } = bot.widget
    const embedder = embedderOf(window)
    const isAllowed =
      allowedOrigins.length === 0 ||
      embedder === undefined ||
      embedder === location.origin ||
      allowedOrigins.includes(embedder)
    return isAllowed ? { bot, config } : 'forbidden'
  } catch (error) {
    return closedBy(error)
  }
}

export function closedBy(error: unknown): Closed {
  if (!(error instanceof Refusal)) return 'failed'
  if (error.status === 404 || error.status === 400) return 'unknown-bot'
  return error.code.startsWith('auth.') ? 'expired' : 'failed'
}
