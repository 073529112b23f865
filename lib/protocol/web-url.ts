import * as z from 'zod'

/** A URL over HTTP. A password in it would be shown to every reader of the configuration, and sent with each call. */
export const HttpUrl = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine(url => !URL.canParse(url) || userInfoOf(new URL(url)) === '', {
    error: 'must not contain a user name or a password',
  })

/** The user name and password in a URL; empty where it has none. */
export function userInfoOf({ username, password }: URL): string {
  return `${username}${password}`
}
