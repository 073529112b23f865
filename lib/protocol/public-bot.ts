import { defined } from '../defined.ts'
import type { BotConfig } from './config.ts'
import type { PublicBot } from './widget.ts'

/** The default notices that a machine answers, by language. */
export const NOTICES = {
  en: 'You are chatting with an automated assistant, not with a person.',
  de: 'Sie schreiben mit einem automatischen Assistenten, nicht mit einem Menschen.',
  fr: 'Vous échangez avec un assistant automatique, et non avec une personne.',
} as const

/**
 * Makes the public configuration of a bot. Picks each field by name, so that a new field of the configuration stays
 * hidden until it is added here.
 */
export function publicBot(botId: string, { name = botId, avatarUrl, widget = {} }: BotConfig): PublicBot {
  const { color, radius, launcherUrl, greeting, endCommand } = widget
  return {
    botId,
    name,
    ...defined({ avatarUrl }),
    widget: {
      ...defined({ color, radius, launcherUrl, greeting, endCommand }),
      position: widget.position ?? 'end',
      title: widget.title ?? name,
      offersPerson: widget.offersPerson ?? true,
      offersBot: widget.offersBot ?? true,
      showsPlace: widget.showsPlace ?? true,
      allowedOrigins: widget.allowedOrigins ?? [],
      notice: { ...NOTICES, ...widget.notice },
      texts: widget.texts ?? {},
    },
  }
}
