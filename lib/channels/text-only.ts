import type { ChannelType } from '../protocol/channels.ts'
import type { Shown, ShownButton } from '../protocol/shown.ts'
import { fitButtons, fitQuickReplies } from './messenger/choices.ts'
import { isWebLink } from './telegram/limits.ts'

/** How many choices of a message its user cannot press, because they are lines of the text. */
export interface TextOnly {
  readonly quickReplies: number
  /** Also those of a card. */
  readonly buttons: number
}

/**
 * Counts the choices that a channel shows as text only, before a message is sent. The console loads this: it has the
 * rules that the channels render by, and nothing that runs on a server alone. `type`: undefined for the widget.
 */
export function textOnly(type: ChannelType | undefined, shown: Shown): TextOnly {
  const { quickReplies } = shown
  const buttons = shown.kind === 'card' ? shown.card.buttons : shown.buttons
  switch (type) {
    case undefined:
    // A connector gets each content whole.
    case 'webhook':
      return { quickReplies: 0, buttons: 0 }
    case 'messenger':
      return {
        quickReplies: quickReplies.length - fitQuickReplies(quickReplies).fit.length,
        buttons: buttons.length - fitButtons(buttons).fit.length,
      }
    case 'telegram':
      return { quickReplies: 0, buttons: buttons.filter(button => !isButton(button)).length }
    default:
      return type satisfies never
  }
}

const isButton = (button: ShownButton) => button.type !== 'url' || isWebLink(button.url)
