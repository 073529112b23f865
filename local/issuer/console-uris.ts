/** Where the console is served by the dev server of `npm run dev:console`. */
const DEV_SERVER_PORT = 5173

/** Where the console's pages are, whichever name it was opened under. */
export interface ConsoleUris {
  readonly origins: readonly string[]
  /** Where sign-in leads back to. */
  readonly callbacks: readonly string[]
  /** Where sign-out leads back to. */
  readonly signedOut: readonly string[]
}

/**
 * The console's addresses under every name of this machine: loopback on the runner's port and on the dev server's, and the names
 * under which a proxy passes requests on (`hosts`), by HTTPS and HTTP. No IPv6 address in brackets is among them: a content security
 * policy cannot name one, so browsers let no form of the issuer lead there. The runner leads from `[::1]` to its own address.
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
