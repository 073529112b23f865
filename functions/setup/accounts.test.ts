import { describe, expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import type { ChannelConfig } from '../../lib/protocol/channels.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { MASKED } from '../../lib/protocol/secret.ts'
import { agentToken } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { aPage } from '../../test/support/stored.ts'
import { setupRoutes } from './routes.ts'

const token = agentToken('root', ['admin'])
const connector = { type: 'http', url: 'https://bot.example.test/', secret: `whsec_${'A'.repeat(32)}` }

async function given() {
  const { app } = await appWorld()
  const api = httpApi(app, setupRoutes)
  /** Sets a bot's channels; `version` is by default the stored one. */
  async function put(botId: string, channels: Readonly<Record<string, ChannelConfig>>, version?: number) {
    const stored = await app.store.bot(botId)
    const body = { version: version ?? stored?.config.version ?? 0, connector, channels }
    const answer = await api(httpEvent(routes.putBot, { botId }, { token, body }), lambdaContext)
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? 'null') }
  }
  const holder = (accountId: string) => app.store.accountHolder('messenger', accountId)
  const page = (accountId: string) => app.directory.account('messenger', accountId)
  return { app, put, holder, page }
}

describe('the accounts of a configuration', () => {
  it('belong to its bot from the answer on, with masked tokens in the answer', async () => {
    const { put, page } = await given()
    expect(await page('1')).toBeUndefined()

    const { status, body } = await put('shop', { fb: aPage('1') })

    expect(status).toBe(200)
    expect(body.channels.fb).toEqual(aPage('1', { pageToken: MASKED }))
    expect(await page('1')).toEqual({ botId: 'shop', channel: 'fb', config: aPage('1') })
  })

  it('belong to nobody once the configuration leaves them out, and another bot may take them', async () => {
    const { put, page, holder } = await given()
    await put('shop', { fb: aPage('1') })
    await page('1')

    await put('shop', { fb: aPage('2') })
    expect(await page('1')).toBeUndefined()
    expect(await holder('1')).toBeUndefined()

    expect((await put('bank', { fb: aPage('1') })).status).toBe(200)
    expect(await page('1')).toMatchObject({ botId: 'bank' })
    expect(await page('2')).toMatchObject({ botId: 'shop' })
  })

  it('follow a channel to its new name', async () => {
    const { put, page } = await given()
    await put('shop', { fb: aPage('1') })
    await page('1')
    await put('shop', { facebook: aPage('1') })
    expect(await page('1')).toMatchObject({ channel: 'facebook' })
  })

  it('are refused to a second bot, by an answer that names the account and not the bot', async () => {
    const { app, put, page } = await given()
    await put('shop', { fb: aPage('1') })

    const { status, body } = await put('bank', { mine: aPage('2'), fb: aPage('1') })

    expect({ status, code: body.code }).toEqual({ status: 409, code: 'channel.account_taken' })
    expect(body.detail).toBe('the messenger account 1 belongs to another bot')
    expect(JSON.stringify(body)).not.toMatch(/shop|token-of/)
    expect(await app.store.bot('bank')).toBeUndefined()
    expect(await page('1')).toMatchObject({ botId: 'shop' })
    expect(await page('2')).toBeUndefined()
  })

  it('stay as they are if the version is stale', async () => {
    const { put, holder } = await given()
    await put('shop', { fb: aPage('1') })

    const { body } = await put('shop', { fb: aPage('2') }, 0)

    expect(body.code).toBe('config.stale_version')
    expect(await Promise.all(['1', '2'].map(holder))).toEqual(['shop', undefined])
  })

  it('go to one of two bots that claim one at the same time', async () => {
    const { app, put, page } = await given()

    const answers = await Promise.all(['bank', 'club'].map(botId => put(botId, { fb: aPage('1') })))

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('channel.account_taken')
    const winner = answers[0]?.status === 200 ? 'bank' : 'club'
    expect(await page('1')).toMatchObject({ botId: winner })
    expect(await app.store.bots({ limit: 9 })).toEqual([winner, 'shop'])
  })

  it('can be claimed at the same time as they are freed', async () => {
    const { put, page } = await given()
    await put('shop', { fb: aPage('1') })

    const [left, taken] = await Promise.all([put('shop', {}), put('bank', { fb: aPage('1') })])

    expect(left.status).toBe(200)
    expect([200, 409]).toContain(taken.status)
    expect((await page('1'))?.botId).toBe(taken.status === 200 ? 'bank' : undefined)
  })

  it('can be taken from a bot whose configuration does not have them', async () => {
    const { app, put, page } = await given()
    await app.store.putBot('gone', 0, (await app.store.bot('shop'))!, [
      { type: 'messenger', accountId: '1', after: 'gone' },
    ])
    expect((await put('bank', { fb: aPage('1') })).status).toBe(200)
    expect(await page('1')).toMatchObject({ botId: 'bank' })
  })

  it('are refused if two channels share one, or if there are more than 40', async () => {
    const { put } = await given()
    const twice = await put('shop', { fb: aPage('1'), again: aPage('1') })
    expect(twice.body).toMatchObject({ code: 'request.invalid', errors: [{ path: 'channels.again' }] })
    const pages = Object.fromEntries([...Array(41).keys()].map(id => [`p${id}`, aPage(`${id}`)]))
    expect((await put('shop', pages)).body).toMatchObject({ code: 'request.invalid', errors: [{ path: 'channels' }] })
    delete pages.p0
    expect((await put('shop', pages)).status).toBe(200)
  })
})

describe('the accounts that are part of a secret', () => {
  const aChat = (botToken: string): ChannelConfig => ({
    type: 'telegram',
    botToken,
    agentName: 'hide',
    typing: 'agents',
  })
  const masked = aChat(MASKED)

  it('are found by the tokens, and kept with masked ones', async () => {
    const { app, put } = await given()
    const chat = (id: string) => app.directory.account('telegram', id)
    const { body } = await put('shop', { one: aChat('1:secret'), two: aChat('2:secret') })
    expect(body.channels).toEqual({ one: masked, two: masked })
    expect((await put('shop', { one: masked, two: masked })).status).toBe(200)
    expect(await chat('1')).toMatchObject({ channel: 'one', config: aChat('1:secret') })
    expect((await put('shop', { one: masked, two: aChat('3:secret') })).status).toBe(200)
    expect(await Promise.all(['1', '2', '3'].map(chat))).toMatchObject([
      { channel: 'one' },
      undefined,
      { channel: 'two' },
    ])
  })

  it('are refused if one of them is hidden behind a mask', async () => {
    const { put } = await given()
    await put('shop', { one: aChat('1:secret') })
    const { body } = await put('shop', { one: masked, again: aChat('1:other') })
    expect(body).toMatchObject({ code: 'request.invalid', errors: [{ path: 'channels.again' }] })
    expect(JSON.stringify(body)).not.toMatch(/secret|other/)
  })

  it.each(['', '1', ':secret', '1:', 'x:secret', '01:secret', '1:se cret', '1:secret/../x'])(
    'are none in "%s", which is refused',
    async botToken => {
      const { put } = await given()
      expect((await put('shop', { one: aChat(botToken) })).body.code).toBe('request.invalid')
    },
  )
})
