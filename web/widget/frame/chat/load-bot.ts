import type { PublicBot } from '../../../../lib/protocol/widget.ts'
import type { WidgetConfig } from '../../../../lib/web/config.ts'
import { embedderOf } from '../embedder.ts'
import { getJson, Refusal } from './refusal.ts'

/** The reasons for which no chat can be opened. */
export type Closed =
  | 'unknown-bot'
  /** The bot's configuration does not allow the page that embeds the frame. */
  | 'forbidden'
  /** The user's identity has expired, or the anonymous user was away too long. */
  | 'expired'
  /** The server gave no valid answer. A retry may help. */
  | 'failed'

/** The data to show the widget before the first message. */
export interface LoadedBot {
  readonly bot: PublicBot
  readonly config: WidgetConfig
}

/**
 * Loads the public configuration of a bot. The page that embeds the frame must be one that the bot allows, or belong to
 * the deployment. Returns a reason if it fails, and never throws.
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
    // The path has only the bot's id, so a 400 means that no bot can have it.
    return error instanceof Refusal && error.status === 400 ? 'unknown-bot' : closedBy(error)
  }
}

/** Returns why a request of the widget failed. */
export function closedBy(error: unknown): Closed {
  if (!(error instanceof Refusal)) return 'failed'
  if (error.status === 404) return 'unknown-bot'
  return error.code.startsWith('auth.') ? 'expired' : 'failed'
}
