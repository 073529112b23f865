import { BlockList, isIP } from 'node:net'

/**
 * IPv4 ranges inside a network, of services of a cloud, or of no server at all (documentation, tests, AS112, AMT). No
 * configuration may make Interlude call them.
 */
const INSIDE_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/** The IPv6 range of the public Internet (IANA). Every other IPv6 address counts as inside. */
const PUBLIC_IPV6 = ['2000::', 3] as const
/**
 * Parts of the public range that embed any IPv4 address (Teredo, 6to4), or that are for documentation, tests and
 * AS112.
 */
const INSIDE_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const

interface Lists {
  readonly inside: BlockList
  readonly publicIpv6: BlockList
}

/** Built at the first call, because that takes longer than the rest of a function's start. */
let made: Lists | undefined
function lists(): Lists {
  if (made) return made
  made = { inside: new BlockList(), publicIpv6: new BlockList() }
  for (const [net, prefix] of INSIDE_IPV4) made.inside.addSubnet(net, prefix, 'ipv4')
  for (const [net, prefix] of INSIDE_IPV6) made.inside.addSubnet(net, prefix, 'ipv6')
  made.publicIpv6.addSubnet(...PUBLIC_IPV6, 'ipv6')
  return made
}

/** The targets of webhooks: public addresses over https, or (the local runner) also loopback, over http too. */
export type Reach = 'outside' | 'loopback-too'

/** An IPv4 address in IPv6 notation. */
const MAPPED_IPV4 = /^::ffff:(?:\d+\.\d+\.\d+\.\d+|[0-9a-f]{1,4}:[0-9a-f]{1,4})$/i

/** Says whether an address is inside a network. The IPv4 list names the inside, the IPv6 list the outside. */
export function isInside(address: string): boolean {
  const { inside, publicIpv6 } = lists()
  if (isIP(address) !== 6) return inside.check(address, 'ipv4')
  // BlockList checks the IPv4 address in a mapped one.
  if (MAPPED_IPV4.test(address)) return inside.check(address, 'ipv6')
  return !publicIpv6.check(address, 'ipv6') || inside.check(address, 'ipv6')
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./i.test(address)
}

/** Returns the reason to refuse an address, or nothing. */
export function refusal(address: string, protocol: string, reach: Reach): string | undefined {
  if (reach === 'loopback-too' && isLoopback(address)) return undefined
  if (protocol !== 'https:') return 'only https is allowed'
  return isInside(address) ? 'the address is inside the network' : undefined
}

/** Returns the reason to refuse a configured URL, as far as it shows without a lookup of its host. */
export function refusalOfUrl(url: string, reach: Reach): string | undefined {
  const { protocol, hostname } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return refusal('127.0.0.1', protocol, reach)
  if (isIP(host)) return refusal(host, protocol, reach)
  return protocol === 'https:' ? undefined : 'only https is allowed'
}
