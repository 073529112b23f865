import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aCallback, aGraph, eventsOf, signed } from './test-graph.ts'
import type { Json } from './types.ts'

let graph: Awaited<ReturnType<typeof aGraph>>
beforeEach(async () => {
  graph = await aGraph()
})
afterEach(() => graph.end())

/** The names of the events so far: `message`, `echo`, `delivery`, … */
const kinds = async () => (await graph.events()).map(kindOf)
const kindOf = (event: Json): string => {
  const { message, ...others } = event
  if ((message as Json | undefined)?.is_echo === true) return 'echo'
  return Object.keys(message === undefined ? others : event).find(
    key => !['sender', 'recipient', 'timestamp'].includes(key),
  )!
}

describe('webhooks', () => {
  it('sign the bytes, which are ASCII with lower-case escapes', async () => {
    graph.maria.says('äöå 😀 https://a.test')
    await graph.events()

    const [{ headers, body } = { headers: {}, body: '' }] = graph.callback.heard
    expect(body).toContain('\\u00e4\\u00f6\\u00e5 \\ud83d\\ude00 https:\\/\\/a.test')
    expect(body).toMatch(/^[ -~]*$/)
    expect(headers['x-hub-signature-256']).toBe(signed(body, 'app-secret'))
    expect(headers['content-type']).toBe('application/json')
    expect(eventsOf(body)).toMatchObject([{ message: { text: 'äöå 😀 https://a.test' } }])
  })

  it('tell of each act of a person', async () => {
    await graph.send({ text: 'x' })
    graph.maria.starts()
    await graph.send({
      text: 'Which colour?',
      quick_replies: [{ content_type: 'text', title: 'Red', payload: 'RED' }],
    })
    const buttons = [{ type: 'postback', title: 'Buy', payload: 'BUY' }]
    await graph.send({ attachment: { type: 'template', payload: { template_type: 'button', text: 'So?', buttons } } })
    await graph.events()
    graph.callback.heard.length = 0

    graph.maria.taps('Red')
    graph.maria.presses('Buy')
    graph.maria.sendsFile('image', 'https://files.example.test/cat.png')
    const mid = graph.maria.says('no', { replyTo: graph.maria.thread.messages[0]!.mid })
    graph.maria.edits(mid, 'yes')
    graph.maria.reacts(mid, '❤️')
    graph.maria.reacts(mid, undefined)
    graph.maria.deletes(mid)
    graph.maria.reads()
    graph.maria.follows('campaign')

    expect(await graph.events()).toMatchObject([
      {
        sender: { id: graph.maria.psid },
        recipient: { id: graph.page.id },
        message: { text: 'Red', quick_reply: { payload: 'RED' } },
      },
      { postback: { title: 'Buy', payload: 'BUY', mid: expect.stringMatching(/^m_/) } },
      { message: { attachments: [{ type: 'image', payload: { url: 'https://files.example.test/cat.png' } }] } },
      { message: { text: 'no', reply_to: { mid: expect.any(String), is_self_reply: true } } },
      { message_edit: { mid, text: 'yes', num_edit: 1 } },
      { reaction: { mid, emoji: '❤️', reaction: 'love', action: 'react' } },
      { reaction: { mid, action: 'unreact' } },
      { message: { mid, is_deleted: true } },
      { read: { watermark: expect.any(Number) } },
      { referral: { ref: 'campaign', source: 'SHORTLINK', type: 'OPEN_THREAD' } },
    ])
  })

  it('echo what the page sends, and tell when it arrived', async () => {
    graph.maria.says('hello')
    const { body } = await graph.send({ text: 'hi', metadata: 'call-1' })

    const [, echo, delivery] = await graph.events()
    expect(echo).toMatchObject({
      sender: { id: graph.page.id },
      recipient: { id: graph.maria.psid },
      message: { is_echo: true, app_id: 1517776481860111, metadata: 'call-1', mid: body.message_id, text: 'hi' },
    })
    expect(delivery).toMatchObject({ delivery: { mids: [body.message_id], watermark: echo!.timestamp } })
  })

  it('wait with deliveries until the device is on, and with reads until the person looks', async () => {
    graph.maria.says('hello')
    graph.maria.goesOffline()
    await graph.send({ text: 'one' })
    await graph.send({ text: 'two' })
    graph.maria.reads()
    expect(await kinds()).toEqual(['message', 'echo', 'echo'])

    graph.maria.comesOnline()
    graph.maria.reads()
    graph.maria.reads()

    expect(await kinds()).toEqual(['message', 'echo', 'echo', 'delivery', 'read'])
    expect((await graph.events())[3]).toMatchObject({ delivery: { mids: [expect.any(String), expect.any(String)] } })
  })

  it('echo an answer from the inbox with the id of the inbox', async () => {
    graph.maria.says('hello')
    const mid = graph.inbox.says(graph.maria.thread, 'A person here.')

    expect((await graph.events())[1]).toMatchObject({ message: { is_echo: true, app_id: 263902037430900, mid } })
  })

  it('are only of the fields that the page subscribed to', async () => {
    await graph.call('POST', '/me/subscribed_apps', { subscribed_fields: ['messages', 'message_reads'] })
    graph.maria.says('hello')
    await graph.send({ text: 'hi' })
    graph.maria.reads()

    expect(await kinds()).toEqual(['message', 'read'])
    expect((await graph.call('GET', '/me/subscribed_apps')).body).toMatchObject({
      data: [{ id: graph.app.id, name: 'Interlude', subscribed_fields: ['messages', 'message_reads'] }],
    })
    await graph.call('DELETE', '/me/subscribed_apps')
    expect((await graph.call('GET', '/me/subscribed_apps')).body).toEqual({ data: [] })
  })
})

describe('a callback that fails', () => {
  it('gets the same bytes again, and later events meanwhile', async () => {
    graph.callback.statuses.push(500, 200, 403)
    graph.maria.says('one')
    graph.maria.says('two')
    await graph.events()

    const texts = graph.callback.heard.map(({ body }) => (eventsOf(body)[0]!.message as Json).text)
    expect(texts).toEqual(['one', 'two', 'one', 'one'])
    expect(new Set(graph.callback.heard.map(({ body }) => body)).size).toBe(2)
    expect(graph.webhooks.attempts.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 500],
      [1, 200],
      [2, 403],
      [3, 200],
    ])
  })

  it('loses the subscription in the end', async () => {
    graph.callback.statuses.push(500, 500, 500)
    graph.maria.says('one')
    await graph.events()
    graph.maria.says('two')

    expect(await graph.events()).toHaveLength(3)
    expect(graph.page.installed.size).toBe(0)
  })
})

describe('the subscription of an application', () => {
  const subscribe = (callback_url: string, verify_token: string) =>
    graph.call(
      'POST',
      `/${graph.app.id}/subscriptions`,
      { object: 'page', callback_url, verify_token, fields: 'messages' },
      { access_token: `${graph.app.id}|${graph.app.secret}` },
    )

  it('takes a URL that answers the challenge, and refuses another one', async () => {
    const other = await aCallback('secret')

    expect(await subscribe(other.url, 'wrong')).toMatchObject({ status: 400, body: { error: { code: 2200 } } })
    expect(graph.app.callbackUrl).toBe(graph.callback.url)
    expect(await subscribe(other.url, 'secret')).toMatchObject({ status: 200, body: { success: true } })
    graph.maria.says('hello')
    await graph.events()
    expect(other.heard).toHaveLength(1)
    await other.close()
  })

  it('needs the secret of the application', async () => {
    const path = `/${graph.app.id}/subscriptions`

    expect(await graph.call('GET', path, undefined, { access_token: `${graph.app.id}|x` })).toMatchObject({
      body: { error: { code: 190 } },
    })
    expect(
      (await graph.call('GET', path, undefined, { access_token: `${graph.app.id}|app-secret` })).body,
    ).toMatchObject({ data: [{ object: 'page', callback_url: graph.callback.url, active: true }] })
  })
})
