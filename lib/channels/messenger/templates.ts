import type { ShownCard } from '../../protocol/shown.ts'
import { shortened } from '../split-text.ts'
import { type Button, fitButtons } from './choices.ts'
import { LIMITS } from './limits.ts'

/** A card of the generic template. */
interface Element {
  readonly title: string
  readonly subtitle?: string
  readonly image_url?: string
  readonly buttons?: readonly Button[]
}

export type Attachment =
  | { readonly type: 'image' | 'audio' | 'video' | 'file'; readonly payload: { readonly url: string } }
  | {
      readonly type: 'template'
      readonly payload:
        | { readonly template_type: 'generic'; readonly elements: readonly Element[] }
        | { readonly template_type: 'button'; readonly text: string; readonly buttons: readonly Button[] }
    }

/** Cards as generic templates, and lines with the parts that do not fit in them. */
export interface FittedCards {
  readonly templates: readonly Attachment[]
  readonly lines: readonly string[]
}

/**
 * Fits cards to as many templates as they need. Cards are numbered in the lines if there are several. A card with a title
 * alone is not one for the platform, and becomes lines. Source:
 * developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/template/generic.
 */
export function fitCards(cards: readonly ShownCard[]): FittedCards {
  const elements: Element[] = []
  const lines: string[] = []
  for (const [index, card] of cards.entries()) {
    const { element, lost } = fitCard(card)
    if (element) elements.push(element)
    lines.push(...lost.map((line, at) => (at === 0 && cards.length > 1 ? `${index + 1}. ${line}` : line)))
  }
  const templates: Attachment[] = []
  for (let at = 0; at < elements.length; at += LIMITS.cards) {
    const part = elements.slice(at, at + LIMITS.cards)
    templates.push({ type: 'template', payload: { template_type: 'generic', elements: part } })
  }
  return { templates, lines }
}

/** If a card loses something, `lost` begins with its title. */
function fitCard({ title, subtitle, image, buttons }: ShownCard) {
  const { fit, lines } = fitButtons(buttons)
  const isBare = subtitle === undefined && image === undefined && fit.length === 0
  const cut = subtitle !== undefined && subtitle.length > LIMITS.cardTitleChars ? [subtitle] : []
  const isLost = isBare || title.length > LIMITS.cardTitleChars || cut.length > 0 || lines.length > 0
  const element: Element = {
    title: shortened(title, LIMITS.cardTitleChars),
    ...(subtitle !== undefined && { subtitle: shortened(subtitle, LIMITS.cardTitleChars) }),
    ...(image && { image_url: image.url }),
    ...(fit.length > 0 && { buttons: fit }),
  }
  return { element: isBare ? undefined : element, lost: isLost ? [title, ...cut, ...lines] : [] }
}
