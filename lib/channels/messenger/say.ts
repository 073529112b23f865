/** Begins the payload of a button that says a text. */
const SAYS = 'interlude:say:'

/** Returns the payload of a postback button that says a text as the user: the platform has no such button. */
export const sayPayload = (text: string): string => `${SAYS}${text}`

/** Returns the text that the pressed button says. Undefined if the payload is one of the bot's own. */
export function saidBy(payload: string | undefined): string | undefined {
  return payload?.startsWith(SAYS) ? payload.slice(SAYS.length) || undefined : undefined
}
