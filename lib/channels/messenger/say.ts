import type { Content } from '../../protocol/message.ts'

/** Begins the payload of a button that says a text. */
const SAYS = 'interlude:say:'

/** Returns the payload of a postback button that says a text as the user: the platform has no such button. */
export const sayPayload = (text: string): string => `${SAYS}${text}`

/** Reads the user's press of a postback button: a text if the button says one, otherwise the payload that the bot gave. */
export function pressed(title: string, payload: string): Content {
  return payload.startsWith(SAYS) && payload.length > SAYS.length
    ? { type: 'text', text: payload.slice(SAYS.length) }
    : { type: 'postback', text: title, payload: { payload } }
}
