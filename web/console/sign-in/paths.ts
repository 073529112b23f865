/** Where the issuer leads back to. */
export const CALLBACK_PATH = '/console/callback'
export const HOME_PATH = '/console/'

/** A path of the console and nothing else, so that no address leads out of it. */
export function pathWithin(path: string | undefined): string {
  const isWithin = path !== undefined && /^\/console(?:$|[/?#])/.test(path) && !path.startsWith(CALLBACK_PATH)
  return isWithin ? path : HOME_PATH
}
