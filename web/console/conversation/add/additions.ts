import type { RefObject } from 'react'
import type { Say } from '../../../../lib/client/index.ts'
import type { CannedCard } from '../../../../lib/protocol/canned-card.ts'
import type { ConversationFacts } from '../../data/useConversationFacts.ts'
import type { Added } from '../added.ts'

/** The draft that additions belong to, and what becomes of them. */
export interface Additions {
  readonly added: Added
  /** The text of the draft. */
  readonly words: string
  readonly onAdd: (added: Added) => void
  /** Sends a card, which is a message of its own. */
  readonly onSend: (card: Say) => void
  readonly channelType: ConversationFacts['channelType']
  /** Shown beside a card: what sending does to the conversation. */
  readonly effect: string | undefined
  /** Gets the focus after a form. */
  readonly field: RefObject<HTMLTextAreaElement | null>
}

/** A form that adds something. */
export type Form = 'replies' | 'link' | 'card'

export interface FormProps extends Additions {
  readonly cards: readonly CannedCard[]
  readonly onClose: () => void
}
