import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { loopbackServer } from './loopback-server.ts'
import { raw } from './test-gateway.ts'

it("loopbackServer refuses another host's name, as a page with a rebound name sends it", async () => {
  const server = loopbackServer((_, res) => res.end('secret'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const get = (host: string) => raw(port, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  try {
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:${port + 1}`]) {
      const answer = await get(host)
      expect(answer).toMatch(/^HTTP\/1\.1 421 /)
      expect(answer).not.toContain('secret')
    }
    for (const name of ['127.0.0.1', 'localhost']) expect(await get(`${name}:${port}`)).toContain('secret')
  } finally {
    server.close()
  }
})
