import { describe, expect, it } from 'vitest'
import { BotConfig } from '../lib/protocol/config.ts'
import { openSqliteStore } from '../lib/sqlite/store.ts'
import { anApp } from '../test/support/app.ts'
import { DEMO_BOT, seed } from './seed.ts'

const secrets = {
  botKey: 'a key',
  key: { keyId: 'key_1', hash: 'a hash', createdAt: '2026-01-05T09:00:00.000Z' },
  botSecret: `whsec_${'0'.repeat(32)}`,
}

describe('the demo bot', () => {
  const given = () => {
    const app = anApp(openSqliteStore({ path: ':memory:' }))
    const config = async () => (await app.store.bot(DEMO_BOT))!.config
    return { app, config, start: (url: string) => seed(app, secrets, url) }
  }

  it('follows a new port with its connector and its picture', async () => {
    const { config, start } = given()
    await start('http://127.0.0.1:1000/_demo')
    await start('http://127.0.0.1:2000/_demo')
    expect(await config()).toMatchObject({
      connector: { url: 'http://127.0.0.1:2000/_demo' },
      avatarUrl: 'http://127.0.0.1:2000/demo/pip.svg',
      version: 2,
    })
  })

  it('keeps a name and a picture that an admin gave it', async () => {
    const { app, config, start } = given()
    await start('http://127.0.0.1:1000/_demo')
    const stored = (await app.store.bot(DEMO_BOT))!
    const avatarUrl = 'https://shop.example/rex.png'
    await app.store.putBot(DEMO_BOT, 1, {
      ...stored,
      config: BotConfig.parse({ ...stored.config, name: 'Rex', avatarUrl, version: 2 }),
    })
    app.directory.forget(DEMO_BOT)
    await start('http://127.0.0.1:2000/_demo')
    expect(await config()).toMatchObject({ name: 'Rex', avatarUrl, connector: { url: 'http://127.0.0.1:2000/_demo' } })
  })
})
