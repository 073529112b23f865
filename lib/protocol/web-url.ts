import * as z from 'zod'

/** A URL over HTTP, without a password: every reader of the configuration would see it, and each call would send it. */
export const HttpUrl = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine(url => !URL.canParse(url) || userInfoOf(new URL(url)) === '', {
    error: 'must not contain a user name or a password',
  })

/** Returns the user name and password in a URL, or empty text. */
export function userInfoOf({ username, password }: URL): string {
  return `${username}${password}`
}
