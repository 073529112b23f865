import { BlockList, isIP } from 'node:net'

/** Addresses inside the network, which nobody's configuration may make us call. */
const INSIDE_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const
const INSIDE_IPV6 = [
  ['::', 128],
  ['::1', 128],
  // Those that carry an IPv4 address, whichever it is: NAT64 (both prefixes) and 6to4.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const

/** Made when it is first asked: it takes longer than most of what happens before a function's first request. */
let insideList: BlockList | undefined
function inside(): BlockList {
  if (insideList) return insideList
  insideList = new BlockList()
  for (const [net, prefix] of INSIDE_IPV4) insideList.addSubnet(net, prefix, 'ipv4')
  for (const [net, prefix] of INSIDE_IPV6) insideList.addSubnet(net, prefix, 'ipv6')
  return insideList
}

/** Where webhooks may go: anywhere outside over https, or (the local runner) also to loopback, and there over http. */
export type Reach = 'outside' | 'loopback-too'

export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return inside().check(mapped ?? address, mapped === undefined && isIP(address) === 6 ? 'ipv6' : 'ipv4')
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
  const host = hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return refusal('127.0.0.1', protocol, reach)
  if (isIP(host)) return refusal(host, protocol, reach)
  return protocol === 'https:' ? undefined : 'only https is allowed'
}
