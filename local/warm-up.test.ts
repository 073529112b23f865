import { expect, it } from 'vitest'
import type { App } from '../lib/app.ts'
import { silentLog } from '../test/support/silent.ts'
import type { Engine } from './engine.ts'
import { warmUp } from './warm-up.ts'

const secrets = {
  botKey: 'a key',
  key: { keyId: 'key_1', hash: 'a hash', createdAt: '2026-01-05T09:00:00.000Z' },
  botSecret: `whsec_${'0'.repeat(32)}`,
}

/** A warm-up with a route that answers `statusCode`, and with an engine that records its use. */
const given = (statusCode: number) => {
  const happened: string[] = []
  const users = new Set<string>()
  const warnings: string[] = []
  const spare = {
    serveChanges: () => ({ stop: async () => void happened.push('stopped serving changes') }),
    close: async () => void happened.push('closed the spare engine'),
  } as unknown as Engine
  const route = {
    method: 'POST',
    path: '/api/v1/bots/{botId}/channel/{channel}/user/{userId}/messages',
    lane: 'users',
    handler: async ({ pathParameters }: { pathParameters?: Record<string, string | undefined> }) => {
      users.add(pathParameters?.userId ?? '')
      return { statusCode, body: '{}' }
    },
  } as const
  const log = { ...silentLog, warn: (message: string) => void warnings.push(message) }
  return { happened, users, warnings, run: () => warmUp({ spare, app: {} as App, routes: [route], secrets, log }) }
}

it('the warm-up ends when its messages are answered and its engine is closed', async () => {
  const { happened, users, warnings, run } = given(200)
  await run()

  expect(users.size).toBe(24)
  expect(happened).toEqual(['stopped serving changes', 'closed the spare engine'])
  expect(warnings).toEqual([])
})

it('a warm-up that fails warns, closes its engine and lets the start go on', async () => {
  const { happened, users, warnings, run } = given(401)
  await run()

  expect(users.size).toBe(1)
  expect(warnings).toEqual(['warming up failed; the first requests will take longer'])
  expect(happened).toContain('closed the spare engine')
})
