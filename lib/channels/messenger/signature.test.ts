import { describe, expect, it } from 'vitest'
import { inbound } from './inbound.ts'
import { isSigned } from './signature.ts'
import { APP, escapedJson, lookupOf, MARIA, notification, posted, signatureOf, userWrites } from './test-webhooks.ts'

const SECRET = APP.appSecret
const body = Buffer.from('{"object":"page","entry":[]}')

describe('the signature of a notification', () => {
  it('is accepted, in small or capital letters', () => {
    const signature = signatureOf(body)
    expect(isSigned(body, signature, SECRET)).toBe(true)
    expect(isSigned(body, `sha256=${signature.slice(7).toUpperCase()}`, SECRET)).toBe(true)
  })

  it('equals the published test vector of HMAC-SHA256 (RFC 4231, test case 2)', () => {
    const signature = 'sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
    expect(isSigned(Buffer.from('what do ya want for nothing?'), signature, 'Jefe')).toBe(true)
  })

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['without its prefix', signatureOf(body).slice(7)],
    ['of SHA-1', `sha1=${'0'.repeat(40)}`],
    ['cut', signatureOf(body).slice(0, -2)],
    ['longer', `${signatureOf(body)}00`],
    ['not hexadecimal', `sha256=${'z'.repeat(64)}`],
    ["of another app's secret", signatureOf(body, 'another secret')],
    ['of another body', signatureOf('{}')],
  ])('is refused if it is %s', async (_, signature) => {
    expect(isSigned(body, signature, SECRET)).toBe(false)
    const request = { ...posted(body), headers: { 'x-hub-signature-256': signature } }
    expect(await inbound.read(request, lookupOf())).toEqual({ status: 'forged', reason: expect.any(String) })
  })

  it('is refused if the operator has not entered the app, or no secret', async () => {
    expect(await inbound.read(posted(body, signatureOf(body, '')), lookupOf({}))).toMatchObject({ status: 'forged' })
    const empty = lookupOf({ ...APP, appSecret: '' })
    expect(await inbound.read(posted(body, signatureOf(body, '')), empty)).toMatchObject({ status: 'forged' })
  })

  it('covers the escaped form of characters beyond ASCII, whether the bytes are escaped or not', async () => {
    const sent = notification(userWrites({ text: 'äöå 👍' }))
    const escaped = escapedJson(sent)
    expect(escaped).toContain('\\u00e4\\u00f6\\u00e5 \\ud83d\\udc4d')
    const signature = signatureOf(escaped)
    for (const bytes of [escaped, JSON.stringify(sent)]) {
      expect(await inbound.read(posted(bytes, signature), lookupOf())).toMatchObject({
        status: 'read',
        events: [{ userId: MARIA, event: { message: { text: 'äöå 👍' } } }],
      })
    }
    expect(await inbound.read(posted(JSON.stringify(sent)), lookupOf())).toMatchObject({ status: 'read' })
  })

  it('covers bytes that are not UTF-8', () => {
    const bytes = Buffer.from([0x22, 0xff, 0xc3, 0x22])
    expect(isSigned(bytes, signatureOf(bytes), SECRET)).toBe(true)
    expect(isSigned(bytes, signatureOf('"'), SECRET)).toBe(false)
  })
})

describe('the check of the URL', () => {
  const query = { 'hub.mode': 'subscribe', 'hub.verify_token': APP.verifyToken, 'hub.challenge': '1158201444' }
  const asked = (change: Readonly<Record<string, string | undefined>>) => ({
    headers: {},
    query: { ...query, ...change },
    body: Buffer.alloc(0),
  })

  it('gets the challenge back', async () => {
    expect(await inbound.verify(asked({}), lookupOf())).toBe('1158201444')
  })

  it.each([
    ['the token is another one', { 'hub.verify_token': 'meatyhamhocK' }],
    ['the token is missing', { 'hub.verify_token': undefined }],
    ['the token is empty', { 'hub.verify_token': '' }],
    ['the mode is another one', { 'hub.mode': 'unsubscribe' }],
    ['the mode is missing', { 'hub.mode': undefined }],
    ['the challenge is missing', { 'hub.challenge': undefined }],
  ])('gets no answer if %s', async (_, change) => {
    expect(await inbound.verify(asked(change), lookupOf())).toBeUndefined()
  })

  it('gets no answer if the operator has not entered the app, or no token', async () => {
    expect(await inbound.verify(asked({}), { ...lookupOf(), app: async () => undefined })).toBeUndefined()
    expect(
      await inbound.verify(asked({ 'hub.verify_token': '' }), lookupOf({ ...APP, verifyToken: '' })),
    ).toBeUndefined()
  })
})
