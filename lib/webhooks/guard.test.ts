import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { isInside, refusal, refusalOfUrl } from './guard.ts'

const INSIDE = [
  '0.0.0.0',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '168.63.129.16',
  '192.88.99.1',
  '192.0.2.1',
  '192.31.196.1',
  '192.52.193.1',
  '192.175.48.1',
  '198.51.100.1',
  '203.0.113.1',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::FFFF:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::a9fe:a9fe',
  '2002:7f00:1::',
  '2002:a9fe:a9fe::1',
  '2001:0:7f00:1::',
  '2001:db8::1',
  '2620:4f:8000::1',
  '3fff::1',
  '::127.0.0.1',
  '::7f00:1',
  '::ffff:0:7f00:1',
  '::ffff:0:169.254.169.254',
  '100::1',
  '4000::1',
  '5f00::1',
  'fec0::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
]
const OUTSIDE = [
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '223.255.255.255',
  '168.63.129.15',
  '192.0.1.255',
  '192.0.3.0',
  '192.31.195.255',
  '192.31.197.0',
  '203.0.112.255',
  '203.0.114.0',
  '2001:200::1',
  '2606:4700:4700::1111',
  '2620:4f:7fff::1',
  '2620:4f:8001::1',
  '::ffff:1.1.1.1',
  '::ffff:101:101',
]

type Range = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number]

/** First and last address of each range that ipaddr.js names: an independent reading of IANA's registries. */
const SPECIAL = [ipaddr.IPv4, ipaddr.IPv6].flatMap(family => {
  const { SpecialRanges } = family.prototype as unknown as { SpecialRanges: Readonly<Record<string, Range | Range[]>> }
  return Object.entries(SpecialRanges).flatMap(([name, given]) => {
    const ranges = Array.isArray(given[0]) ? (given as Range[]) : [given as Range]
    return ranges.flatMap(([first, prefix]) => [
      [name, `${first}`],
      [name, `${family.broadcastAddressFromCIDR(`${first}/${prefix}`)}`],
    ])
  })
})

describe('an IP address', () => {
  it.each(INSIDE)('is inside the network, and refused on AWS: %s', address => {
    expect(isInside(address)).toBe(true)
    expect(refusal(address, 'https:', 'outside')).toBe('the address is inside the network')
  })

  it.each(SPECIAL)('in the range "%s" of ipaddr.js is inside the network: %s', (_name, address) => {
    expect(isInside(address!)).toBe(true)
  })

  it.each(OUTSIDE)('outside the network is a public one for ipaddr.js, too: %s', address => {
    expect(ipaddr.process(address).range()).toBe('unicast')
  })

  it.each(OUTSIDE)('is outside the network, and allowed over https only: %s', address => {
    expect(isInside(address)).toBe(false)
    for (const reach of ['outside', 'loopback-too'] as const) {
      expect(refusal(address, 'https:', reach)).toBeUndefined()
      expect(refusal(address, 'http:', reach)).toBe('only https is allowed')
    }
  })

  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])(
    'is allowed for the local runner, over http too: %s',
    address => {
      for (const protocol of ['http:', 'https:']) expect(refusal(address, protocol, 'loopback-too')).toBeUndefined()
    },
  )

  it('is refused for the local runner if it is inside the network and not loopback', () => {
    for (const address of INSIDE.filter(each => !/127\.|^::1$/.test(each))) {
      expect(refusal(address, 'https:', 'loopback-too')).toBe('the address is inside the network')
      expect(refusal(address, 'http:', 'loopback-too')).toBe('only https is allowed')
    }
  })
})

describe('a configured URL', () => {
  it.each([
    ['https://bot.example.test/hook', undefined, undefined],
    ['https://93.184.216.34/', undefined, undefined],
    ['https://[2606:4700:4700::1111]/', undefined, undefined],
    ['http://bot.example.test/', 'only https', 'only https'],
    ['https://localhost:3000/', 'inside', undefined],
    ['http://localhost:3000/', 'only https', undefined],
    ['http://app.localhost/', 'only https', undefined],
    ['http://127.0.0.1/', 'only https', undefined],
    ['https://127.0.0.1/', 'inside', undefined],
    ['https://localhost./', 'inside', undefined],
    ['https://app.localhost./', 'inside', undefined],
    ['https://[fec0::1]/', 'inside', 'inside'],
    ['https://2130706433/', 'inside', undefined],
    ['https://0x7f.1/', 'inside', undefined],
    ['https://[::1]/', 'inside', undefined],
    ['https://[::ffff:10.0.0.1]/', 'inside', 'inside'],
    ['https://169.254.169.254/latest/meta-data', 'inside', 'inside'],
    ['http://192.168.0.1/', 'only https', 'only https'],
    ['ftp://bot.example.test/', 'only https', 'only https'],
    ['file:///etc/passwd', 'only https', 'only https'],
    ['http://localhost.example.test/', 'only https', 'only https'],
  ])('%s is refused on AWS: %s, on one machine: %s', (url, onAws, onOneMachine) => {
    const expected = (part: string | undefined) => (part === undefined ? undefined : expect.stringContaining(part))
    expect(refusalOfUrl(url, 'outside')).toEqual(expected(onAws))
    expect(refusalOfUrl(url, 'loopback-too')).toEqual(expected(onOneMachine))
  })
})
