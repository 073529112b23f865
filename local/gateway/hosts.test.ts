import type { IncomingMessage } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Gateway } from './gateway.ts'
import { isFromHere, isServed } from './hosts.ts'
import { aGateway, raw } from './test-gateway.ts'
import { HANDSHAKE } from './test-socket-gateway.ts'

describe('a Host header', () => {
  it.each([
    'localhost',
    'LOCALHOST:3000',
    'localhost.',
    'bots.localhost:80',
    '127.0.0.1',
    '127.0.0.1:3000',
    '127.9.8.7',
    '[::1]',
    '[::1]:3000',
    '[::ffff:127.0.0.1]:3000',
  ])('is accepted if it names this machine: %s', host => {
    expect(isServed(host, [])).toBe(true)
  })

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evillocalhost',
    '128.0.0.1',
    '0.0.0.0',
    '[::2]',
    'localhost:3000:1',
    'localhost/evil',
    'user@localhost',
    'localhost, evil.example',
    'chat.example.org.evil.example',
  ])('is refused if it may name another machine: %s', host => {
    expect(isServed(host, ['chat.example.org'])).toBe(false)
  })

  it('is accepted if it is configured, for every port or for one', () => {
    const hosts = ['chat.example.org', 'bots.example.org:8443', '[2001:db8::1]', '10.0.0.7']
    for (const host of [
      'Chat.Example.org',
      'chat.example.org:3000',
      'bots.example.org:8443',
      '[2001:DB8::1]:1',
      '10.0.0.7:1',
    ])
      expect([host, isServed(host, hosts)]).toEqual([host, true])
    for (const host of ['bots.example.org', 'bots.example.org:8444', 'www.chat.example.org'])
      expect([host, isServed(host, hosts)]).toEqual([host, false])
  })
})

describe('a request', () => {
  const from = (remoteAddress: string, headers: Record<string, string>) =>
    isFromHere({ socket: { remoteAddress, localPort: 3000 }, headers } as unknown as IncomingMessage)

  it('is local if its peer and its Host are, and its Host names the port', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      for (const host of ['127.0.0.1:3000', 'localhost:3000', '[::1]:3000']) expect(from(address, { host })).toBe(true)
  })

  it('is not local with another address, Host or port, nor through a proxy', () => {
    const host = '127.0.0.1:3000'
    expect(from('10.0.0.1', { host })).toBe(false)
    for (const other of ['evil.example:3000', '127.0.0.1', '127.0.0.1:3001', '', 'chat.example.org'])
      expect(from('127.0.0.1', { host: other })).toBe(false)
    for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-proto', 'x-forwarded-host'])
      expect(from('127.0.0.1', { host, [header]: 'x' })).toBe(false)
  })
})

describe('a gateway with configured hosts', () => {
  let gateway: Gateway
  afterEach(() => gateway.close())

  const given = async (hosts: readonly string[]) => {
    const handler = async () => ({ statusCode: 200 })
    gateway = await aGateway({ routes: [{ method: 'GET', path: '/', handler }], hosts })
  }
  const get = (host: string) => raw(gateway.port, `GET / HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)
  const upgrade = (host: string) =>
    raw(gateway.port, `${HANDSHAKE.replace('Host: x', `Host: ${host}`)}\r\n\x88\x80\x00\x00\x00\x00`)

  it('refuses a request and a handshake for another Host, and names the setting', async () => {
    await given(['chat.example.org'])
    for (const answer of [await get('Host: evil.example\r\n'), await upgrade('evil.example')]) {
      expect(answer).toMatch(/^HTTP\/1\.1 421 Misdirected Request\r\n/)
      expect(answer).toContain('INTERLUDE_HOSTS')
      expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff')
    }
    expect(await raw(gateway.port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /)
  })

  it('serves its own address and the configured hosts', async () => {
    await given(['chat.example.org'])
    for (const host of [`127.0.0.1:${gateway.port}`, 'localhost', 'chat.example.org']) {
      expect(await get(`Host: ${host}\r\n`)).toMatch(/^HTTP\/1\.1 200 /)
      expect(await upgrade(host)).toMatch(/^HTTP\/1\.1 101 /)
    }
  })

  it('checks the first of two Host headers, as the functions do', async () => {
    await given([])
    expect(await get('Host: evil.example\r\nHost: localhost\r\n')).toMatch(/^HTTP\/1\.1 4\d\d /)
  })
})
