import type { IncomingMessage } from 'node:http'

/** A name or address (IPv6 in brackets) in lower case, with an optional port. */
const HOST = /^(\[[\da-f:.]{2,45}\]|[a-z\d](?:[\w.-]{0,252}))(?::(\d{1,5}))?$/

export interface Host {
  readonly name: string
  readonly port?: number
}

/** Reads a `Host` header; drops a dot at the end of the name. Returns undefined if it is invalid. */
export const readHost = (text: string | undefined): Host | undefined => {
  const [, name, port] = HOST.exec((text ?? '').toLowerCase()) ?? []
  if (name === undefined) return undefined
  return { name: name.replace(/\.$/, ''), ...(port !== undefined && { port: Number(port) }) }
}

/** Whether an address is in 127.0.0.0/8 (also as IPv4 in IPv6) or is ::1. */
export const isLoopback = (address: string): boolean =>
  /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(address) || address === '::1'

/** Whether a name always means the machine that resolves it, so that no other machine can have it. */
export const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name.endsWith('.localhost') || isLoopback(name.replace(/^\[(.*)\]$/, '$1'))

/**
 * Whether a request names this server with a loopback name or address, or with one of `hosts` (a name for every port,
 * or a name with a port). A web page whose own name resolves to this machine (DNS rebinding) sends that name instead.
 */
export const isServed = (host: string | undefined, hosts: readonly string[]): boolean => {
  const asked = readHost(host)
  if (asked === undefined) return false
  return isLoopbackName(asked.name) || hosts.some(each => isSame(asked, readHost(each)))
}

const isSame = (asked: Host, served: Host | undefined): boolean =>
  asked.name === served?.name && (served.port === undefined || served.port === asked.port)

/** Headers of proxies: a proxy that identifies itself sends at least one of them. */
const FORWARDED = ['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']

/**
 * Whether a request comes from this machine, names the port that it reached, and was not forwarded by a known proxy.
 */
export const isFromHere = ({ socket, headers }: IncomingMessage): boolean => {
  const host = readHost(headers.host)
  return (
    isLoopback(socket.remoteAddress ?? '') &&
    host !== undefined &&
    isLoopbackName(host.name) &&
    (host.port ?? 80) === socket.localPort &&
    FORWARDED.every(name => headers[name] === undefined)
  )
}
