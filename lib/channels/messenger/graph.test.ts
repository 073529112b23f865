import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { aPage } from '../../../test/support/stored.ts'
import { newSession } from '../../session/session.ts'
import { FAILURES } from './failures.ts'
import { GRAPH_VERSION } from './graph.ts'
import { USAGE_HEADER } from './result.ts'
import { sendToGraph } from './send.ts'
import { errorOf, metaServer } from './test-meta.ts'
import { APP, AT, MARIA, OTHER_PAGE, PAGE } from './test-webhooks.ts'

const meta = metaServer()
const session = newSession({ botId: 'demo', channel: 'facebook', userId: MARIA }, AT)
const id = `${session.id}:7`
const call = { messaging_type: 'RESPONSE', message: { text: 'hello' } }

async function send(ports = meta.ports(), pageId = PAGE) {
  return await sendToGraph(ports, call, { config: aPage(pageId), session, id })
}

const seconds = (count: number) => count * 1_000
const minutes = (count: number) => seconds(60 * count)

describe('a call', () => {
  it('carries the body, the recipient, the mark of Interlude and the proof of the secret', async () => {
    meta.answers({ body: { recipient_id: MARIA, message_id: 'm_5' } })
    expect(await send()).toEqual({ status: 'ok', body: { recipient_id: MARIA, message_id: 'm_5' } })
    const [asked] = meta.asked()
    const { pageToken } = aPage(PAGE)
    expect(asked).toMatchObject({ method: 'POST', authorization: `Bearer ${pageToken}` })
    expect(asked?.url.pathname).toBe(`/${GRAPH_VERSION}/${PAGE}/messages`)
    const proof = createHmac('sha256', APP.appSecret).update(pageToken).digest('hex')
    expect(asked?.url.searchParams.get('appsecret_proof')).toBe(proof)
    expect(asked?.body).toEqual({
      messaging_type: 'RESPONSE',
      recipient: { id: MARIA },
      message: { text: 'hello', metadata: id },
    })
  })

  it.each([undefined, { ...APP, appSecret: '' }])(
    'has no proof if the operator has not entered the secret',
    async app => {
      meta.answers({})
      await sendToGraph({ ...meta.ports(), directory: { platformApp: async () => app } }, call, {
        config: aPage(PAGE),
        session,
        id,
      })
      expect(meta.asked()[0]?.url.search).toBe('')
    },
  )
})

describe('an answer', () => {
  it.each(FAILURES)('with the error $code / $subcode goes by its treatment, $treatment', async failure => {
    const { code, subcode, treatment, reason } = failure
    const first = typeof code === 'number' ? code : code[0]
    meta.answers({ status: 400, body: errorOf(first, subcode) })
    const result = await send()
    const status = { retry: 'retry', wait: 'skipped', token: 'skipped', refuse: 'refused' }[treatment]
    expect(result).toMatchObject({ status, reason: expect.stringContaining(`Meta's error ${first}`) })
    if (reason !== undefined) expect(result).toMatchObject({ reason: expect.stringContaining(reason) })
    expect(JSON.stringify([result, meta.lines()])).not.toMatch(/words of Meta|token-of-|hello/)
  })

  it('of an error counts even with the status 200, and one of an unknown error is tried again', async () => {
    meta.answers({ body: errorOf(551, 1545041) }, { status: 400, body: errorOf(777) })
    expect(await send()).toMatchObject({ status: 'refused', reason: expect.stringContaining('551/1545041') })
    expect(await send()).toMatchObject({ status: 'retry', reason: expect.stringContaining('777') })
  })

  it('that Meta calls transient is tried again', async () => {
    meta.answers({ status: 400, body: errorOf(100, undefined, { is_transient: true }) })
    expect(await send()).toMatchObject({ status: 'retry' })
  })

  it.each([
    ['is an outage', { status: 500 }],
    ['is the page of a proxy', { status: 502, body: '<html>' }],
    ['is a list', { status: 400, body: [] }],
    ['has an error without a code', { status: 400, body: { error: { message: 'x' } } }],
  ])('is tried again if it %s', async (_, answer) => {
    meta.answers(answer)
    expect(await send()).toEqual({ status: 'retry', reason: `Facebook answered ${answer.status}` })
  })

  it('that never came is tried again: the user rather gets a message twice than never', async () => {
    expect(await send()).toMatchObject({ status: 'retry', reason: expect.stringMatching(/^Facebook: the connection/) })
  })
})

describe('the wait that Meta asks for', () => {
  const usage = (...waits: readonly unknown[]) =>
    JSON.stringify({
      [PAGE]: waits.map(estimated_time_to_regain_access => ({ type: 'messenger', estimated_time_to_regain_access })),
    })

  it.each([
    ['is the one of Retry-After, in seconds', { 'retry-after': '30' }, seconds(30)],
    ['is the longest of the limits, in minutes', { [USAGE_HEADER]: usage(3, 19, 0) }, minutes(19)],
    ['is two minutes if Meta names none', {}, minutes(2)],
    ['is two minutes if the limits name none', { [USAGE_HEADER]: usage(0, null, 'x') }, minutes(2)],
    ['is two minutes if the limits cannot be read', { [USAGE_HEADER]: '{' }, minutes(2)],
    ['is at most an hour', { [USAGE_HEADER]: usage(1_440) }, minutes(60)],
    ['is at least a second', { 'retry-after': '0.001' }, seconds(1)],
  ])('%s', async (_, headers, waitMs) => {
    meta.answers({ status: 400, headers, body: errorOf(80006) }, { status: 429, headers })
    expect(await send()).toMatchObject({ status: 'skipped', waitMs })
    expect(await send()).toMatchObject({ status: 'skipped', waitMs })
  })
})

describe('a token that no longer serves', () => {
  it('is logged once for each page, and again after it served', async () => {
    const expired = { status: 400, body: errorOf(190, 463) }
    const ports = meta.ports()
    const errors = () =>
      meta
        .lines()
        .filter(({ level }) => level === 'error')
        .map(({ details }) => details)
    meta.answers(expired, expired, expired, {}, expired)
    for (const pageId of [PAGE, PAGE, OTHER_PAGE]) {
      expect(await send(ports, pageId)).toMatchObject({ status: 'skipped', waitMs: minutes(5) })
    }
    expect(errors()).toEqual([
      { pageId: PAGE, error: '190/463' },
      { pageId: OTHER_PAGE, error: '190/463' },
    ])
    await send(ports)
    await send(ports)
    expect(errors()).toHaveLength(3)
  })
})
