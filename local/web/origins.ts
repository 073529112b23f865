import type { IncomingMessage } from 'node:http'
import { isLoopbackName, readHost } from '../gateway/hosts.ts'

/**
 * The origin of the sockets as the sender of a request reaches them: the host that it named, with TLS where a proxy says so. A proxy that
 * says nothing is taken to have TLS, since a page of another machine has no business without.
 */
export function socketOriginOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const { name = 'localhost', port } = readHost(headers.host) ?? {}
  const usual = isLoopbackName(name) ? 'http' : 'https'
  // The first of several proxies is the one that the browser spoke to.
  const protocol = String(headers['x-forwarded-proto'] ?? usual).split(',', 1)[0]
  const authority = port === undefined ? name : `${name}:${port}`
  return `${protocol?.trim().toLowerCase() === 'https' ? 'wss' : 'ws'}://${authority}`
}
