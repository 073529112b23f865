import type { IncomingMessage } from 'node:http'

/** A name or address, IPv6 in brackets, and maybe a port: lower case, without a dot at its end. */
const HOST = /^(\[[\da-f:.]{2,45}\]|[a-z\d](?:[\w.-]{0,252}))(?::(\d{1,5}))?$/

export interface Host {
  readonly name: string
  readonly port?: number
}

/** Reads a `Host` header. Nothing where it is none. */
export const readHost = (text: string | undefined): Host | undefined => {
  const [, name, port] = HOST.exec((text ?? '').toLowerCase()) ?? []
  if (name === undefined) return undefined
  return { name: name.replace(/\.$/, ''), ...(port !== undefined && { port: Number(port) }) }
}

/** 127.0.0.0/8 and ::1, IPv4 in IPv6 too. */
export const isLoopback = (address: string): boolean =>
  /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(address) || address === '::1'

/** Names that mean this machine wherever they are looked up: no other machine can answer to them. */
export const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name.endsWith('.localhost') || isLoopback(name.replace(/^\[(.*)\]$/, '$1'))

/**
 * Whether a request names this server: by a loopback name or address, or by one of `hosts` (a name for every port, or a name with
 * a port). A web page that had its own name resolve to this machine (DNS rebinding) sends that name.
 */
export const isServed = (host: string | undefined, hosts: readonly string[]): boolean => {
  const asked = readHost(host)
  if (asked === undefined) return false
  return isLoopbackName(asked.name) || hosts.some(each => isSame(asked, readHost(each)))
}

const isSame = (asked: Host, served: Host | undefined): boolean =>
  asked.name === served?.name && (served.port === undefined || served.port === asked.port)

/** Every proxy that says that it is one sends some of these. */
const FORWARDED = ['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']

/** Whether a request was made on this machine, to the port that it reached, and not handed on by a proxy that tells so. */
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
