import { describe, expect, it } from 'vitest'
import { manualClock, seconds } from '../../test/support/clock.ts'
import { createDirectory } from '../bots/directory.ts'
import { openSqliteStore } from '../sqlite/store.ts'
import { randomIds } from '../system.ts'
import { checkKey, isBotKey, makeKey } from './keys.ts'

const NOW = '2026-01-05T09:00:00.000Z'

async function given() {
  const store = openSqliteStore({ path: ':memory:' })
  const directory = createDirectory(store, manualClock(), { rememberMs: seconds(20), alone: true })
  const { key, stored } = makeKey(randomIds, NOW, 'till 7')
  await store.putKey('shop', stored)
  return { store, directory, key, stored }
}

describe("a bot's key", () => {
  it('starts with ilk_ and its key id, and is stored as a hash without its secret', async () => {
    const { key, stored } = await given()
    expect(key).toMatch(/^ilk_[A-Za-z0-9]{4,32}_[A-Za-z0-9_-]{40,}$/)
    expect(isBotKey(key)).toBe(true)
    expect(stored).toEqual({ keyId: key.split('_')[1], hash: expect.any(String), createdAt: NOW, label: 'till 7' })
    const secret = key.slice(`ilk_${stored.keyId}_`.length)
    expect(JSON.stringify(stored)).not.toContain(secret)
    expect(stored.hash).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  it('is unique, with a unique key id, among 500 keys', () => {
    const made = Array.from({ length: 500 }, () => makeKey(randomIds, NOW))
    expect(new Set(made.map(({ key }) => key)).size).toBe(500)
    expect(new Set(made.map(({ stored }) => stored.keyId)).size).toBe(500)
  })

  it('is accepted as a key of its own bot', async () => {
    const { directory, key, stored } = await given()
    expect(await checkKey(directory, key, 'shop')).toEqual({ keyId: stored.keyId })
  })

  it('is refused for another bot, even if that bot has a key with the same id', async () => {
    const { directory, store, key, stored } = await given()
    await expect(checkKey(directory, key, 'other')).rejects.toMatchObject({ code: 'auth.invalid' })
    await store.putKey('other', { ...stored, hash: makeKey(randomIds, NOW).stored.hash })
    await expect(checkKey(directory, key, 'other')).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it.each([
    ['another secret of the same length', (key: string) => `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`],
    ['a shorter secret', (key: string) => key.slice(0, -1)],
    ['a longer secret', (key: string) => `${key}A`],
    ['no secret', (key: string) => key.slice(0, key.indexOf('_', 4) + 1)],
    ['an unknown key id', (key: string) => key.replace(/^ilk_./, 'ilk_Z')],
    ['a key id that contains a slash', () => `ilk_../x_${'a'.repeat(44)}`],
    ['a trailing newline', (key: string) => `${key}\n`],
    ['the prefix alone', () => 'ilk_'],
  ])('is refused as a bot key with %s', async (_what, changed) => {
    const { directory, key } = await given()
    await expect(checkKey(directory, changed(key), 'shop')).rejects.toMatchObject({ code: 'auth.invalid', status: 401 })
  })

  it('is refused with the same message for every fault', async () => {
    const { directory, key } = await given()
    const messages = await Promise.all(
      [`${key}A`, 'ilk_x', key.replace(/^ilk_./, 'ilk_Z')].map(async token =>
        checkKey(directory, token, 'shop').catch((error: unknown) => String(error)),
      ),
    )
    expect(new Set(messages).size).toBe(1)
  })

  it('is refused if its stored hash is sent as the secret', async () => {
    const { directory, stored } = await given()
    await expect(checkKey(directory, `ilk_${stored.keyId}_${stored.hash}`, 'shop')).rejects.toMatchObject({
      code: 'auth.invalid',
    })
  })
})
