import { BlockList, isIP } from 'node:net'

/** IPv4 addresses that lie inside a network or that clouds serve their own services on. No configuration may make us call them. */
const INSIDE_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/** The IPv6 addresses that IANA hands out for the public Internet; every other IPv6 address counts as inside. */
const PUBLIC_IPV6 = ['2000::', 3] as const
/** Parts of the public range that carry an IPv4 address, whichever it is (Teredo, 6to4), or that serve documents and tests. */
const INSIDE_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

interface Lists {
  readonly inside: BlockList
  readonly publicIpv6: BlockList
}

/** Made at the first call: building the lists takes longer than the rest of a function's start. */
let made: Lists | undefined
function lists(): Lists {
  if (made) return made
  made = { inside: new BlockList(), publicIpv6: new BlockList() }
  for (const [net, prefix] of INSIDE_IPV4) made.inside.addSubnet(net, prefix, 'ipv4')
  for (const [net, prefix] of INSIDE_IPV6) made.inside.addSubnet(net, prefix, 'ipv6')
  made.publicIpv6.addSubnet(...PUBLIC_IPV6, 'ipv6')
  return made
}

/** Where webhooks may go: anywhere outside over https, or (the local runner) also to loopback, and there over http. */
export type Reach = 'outside' | 'loopback-too'

/** An IPv4 address as IPv6 writes it. */
const MAPPED_IPV4 = /^::ffff:(?:\d+\.\d+\.\d+\.\d+|[0-9a-f]{1,4}:[0-9a-f]{1,4})$/i

/** Whether an address lies inside a network. IPv4 lists what is inside; IPv6 lists what is outside. */
export function isInside(address: string): boolean {
  const { inside, publicIpv6 } = lists()
  if (isIP(address) !== 6) return inside.check(address, 'ipv4')
  // The list knows the IPv4 address that a mapped one carries.
  if (MAPPED_IPV4.test(address)) return inside.check(address, 'ipv6')
  return !publicIpv6.check(address, 'ipv6') || inside.check(address, 'ipv6')
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./i.test(address)
}

/** Why an address may not be called; nothing where it may. */
export function refusal(address: string, protocol: string, reach: Reach): string | undefined {
  if (reach === 'loopback-too' && isLoopback(address)) return undefined
  if (protocol !== 'https:') return 'only https is allowed'
  return isInside(address) ? 'the address is inside the network' : undefined
}

/** The same for a URL as it is configured, as far as can be told without a look-up of its host. */
export function refusalOfUrl(url: string, reach: Reach): string | undefined {
  const { protocol, hostname } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return refusal('127.0.0.1', protocol, reach)
  if (isIP(host)) return refusal(host, protocol, reach)
  return protocol === 'https:' ? undefined : 'only https is allowed'
}
