import { expect, it } from 'vitest'
import { banner } from './banner.ts'
import type { DevFile } from './interlude.ts'
import type { Options } from './options.ts'

const dev: DevFile = {
  url: 'http://127.0.0.1:3000',
  socketUrl: 'ws://127.0.0.1:3000/ws',
  outboxUrl: 'http://127.0.0.1:3000/_outbox',
  botId: 'demo',
  botKey: 'ilk_secret_of_the_bot',
  agentToken: 'secret.of.ana',
  adminToken: 'secret.of.the.admin',
}
const options: Options = {
  engine: 'sqlite',
  port: 3000,
  data: '.interlude',
  hosts: [],
  graph: 'double',
  policy: {},
  logLevel: 'warn',
}

it('banner names the console first, and prints no token', () => {
  const text = banner(dev, options, 900)

  expect(/http:\/\/\S+/.exec(text)?.[0]).toBe('http://127.0.0.1:3000/console/')
  expect(text).toContain('.interlude/dev.json')
  expect(text).not.toMatch(/secret/)
})
