import type { Say } from '../../../lib/client/index.ts'
import type { Card, CardPayload } from '../../../lib/protocol/payload.ts'
import { readPayload } from '../../../lib/protocol/read-payload.ts'
import type { Shown } from '../../../lib/protocol/shown.ts'

/** The choices that an agent adds to an answer. */
export type Added = Pick<Shown, 'quickReplies' | 'buttons'>

export const NOTHING_ADDED: Added = { quickReplies: [], buttons: [] }

export const isNothing = ({ quickReplies, buttons }: Added): boolean => quickReplies.length + buttons.length === 0

/** Returns the message with a text and the choices that go along with it. */
export function messageWith(text: string, { quickReplies, buttons }: Added): Say {
  const payload = { ...(quickReplies.length > 0 && { quickReplies }), ...(buttons.length > 0 && { buttons }) }
  return { text, ...(Object.keys(payload).length > 0 && { payload }) }
}

/** Returns the message that shows a card. */
export function cardMessage(card: Card): Say {
  const payload: CardPayload = { type: 'card', ...card }
  return { type: 'custom', payload }
}

/** Writes choices for the browser's storage. Empty if there are none. */
export const storedText = (added: Added): string => (isNothing(added) ? '' : JSON.stringify(added))

/** Reads choices from the browser's storage. Leaves out everything that no message could show. */
export function readStored(text: string): Added {
  try {
    const { quickReplies, buttons } = readPayload({ payload: JSON.parse(text) })
    return { quickReplies, buttons }
  } catch {
    return NOTHING_ADDED
  }
}
