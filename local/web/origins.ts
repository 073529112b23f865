import type { IncomingMessage } from 'node:http'
import { isLoopbackName, readHost } from '../gateway/hosts.ts'

/**
 * The sockets' origin for the sender of a request: the host that it named, with TLS if `X-Forwarded-Proto` says so.
 * Without that header, any host but a loopback one is assumed to have TLS, since pages for other machines need it.
 */
export function socketOriginOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const { name = 'localhost', port } = readHost(headers.host) ?? {}
  const usual = isLoopbackName(name) ? 'http' : 'https'
  // The first value comes from the proxy that the browser connected to.
  const protocol = String(headers['x-forwarded-proto'] ?? usual).split(',', 1)[0]
  const authority = port === undefined ? name : `${name}:${port}`
  return `${protocol?.trim().toLowerCase() === 'https' ? 'wss' : 'ws'}://${authority}`
}
