/** The path to which the issuer redirects. */
export const CALLBACK_PATH = '/console/callback'
export const HOME_PATH = '/console/'

/** Returns a path of the console, or its home. Prevents redirects to other sites. */
export function pathWithin(path: string | undefined): string {
  const isWithin = path !== undefined && /^\/console(?:$|[/?#])/.test(path) && !path.startsWith(CALLBACK_PATH)
  return isWithin ? path : HOME_PATH
}
