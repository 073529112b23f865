/** The port of `npm run dev:console`. */
const DEV_SERVER_PORT = 5173

/** The console's addresses under each of its host names. */
export interface ConsoleUris {
  readonly origins: readonly string[]
  /** Redirect targets after sign-in. */
  readonly callbacks: readonly string[]
  /** Redirect targets after sign-out. */
  readonly signedOut: readonly string[]
}

/**
 * The console's addresses: loopback names on the ports of the runner and the dev server, and the names that a proxy
 * forwards (`hosts`), over HTTPS and HTTP. IPv6 addresses in brackets are left out: a content security policy cannot
 * name them, so browsers would block the issuer's forms. The runner redirects from `[::1]` to its own address.
 */
export function consoleUris(port: number, hosts: readonly string[]): ConsoleUris {
  const loopback = [port, DEV_SERVER_PORT].flatMap(each =>
    ['127.0.0.1', 'localhost'].map(name => `http://${name}:${each}`),
  )
  const proxied = hosts.filter(host => !host.startsWith('[')).flatMap(host => [`https://${host}`, `http://${host}`])
  const origins = [...new Set([...loopback, ...proxied].map(url => new URL(url).origin))]
  return {
    origins,
    callbacks: origins.map(origin => `${origin}/console/callback`),
    signedOut: origins.map(origin => `${origin}/console/`),
  }
}
