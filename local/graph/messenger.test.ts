import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aGraph, aMessengerPage } from './test-graph.ts'
import { PAGE_INBOX } from './types.ts'

let graph: Awaited<ReturnType<typeof aGraph>>
let site: Awaited<ReturnType<typeof aMessengerPage>>
beforeEach(async () => {
  graph = await aGraph()
  site = await aMessengerPage(graph)
})
afterEach(async () => {
  await Promise.all([graph.end(), site.close()])
})

const page = async (person = graph.maria.psid) => await (await fetch(`${site.url}/_messenger?person=${person}`)).text()
const submit = (
  act: string,
  fields: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
) =>
  fetch(`${site.url}/_messenger`, {
    method: 'POST',
    body: new URLSearchParams({ act, person: graph.maria.psid, ...fields }),
    redirect: 'manual',
    headers,
  })
const said = () => graph.maria.thread.messages.map(({ from, text }) => [from, text])

describe('the page of Messenger', () => {
  it('has a policy that permits its own script and style, and pictures from anywhere', async () => {
    const res = await fetch(`${site.url}/_messenger`)
    const policy = res.headers.get('content-security-policy')!

    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("form-action 'self'")
    expect(await res.text()).toContain(`<script nonce="${/nonce-([^']+)'/.exec(policy)![1]}">`)
  })

  it('shows texts of others as text', async () => {
    const evil = '<img src=x onerror=alert(1)>"\''
    graph.maria.says(evil)
    await graph.send({
      attachment: {
        type: 'template',
        payload: {
          template_type: 'generic',
          elements: [
            {
              title: evil,
              subtitle: evil,
              buttons: [{ type: 'postback', title: '<b>"x"</b>', payload: evil }],
            },
          ],
        },
      },
    })
    await graph.send({ text: evil, quick_replies: [{ content_type: 'text', title: '<i>', payload: evil }] })
    graph.maria.sendsAttachments([{ type: 'fallback', payload: { url: 'javascript:alert(1)', title: evil } }])
    graph.maria.sendsAttachments([{ type: '<b>', payload: {} }])
    graph.addPerson(graph.page, { firstName: evil, picture: 'https://a.test/"onerror="alert(1)' })

    const html = await page()

    expect(html).not.toMatch(/<img src=x|<b>|<i>|href="javascript/)
    expect(html.match(/&lt;img src=x onerror=alert\(1\)&gt;/g)!.length).toBeGreaterThanOrEqual(6)
    expect(html).toContain('src="https://a.test/&quot;onerror=&quot;alert(1)"')
  })

  it('shows texts, pictures, cards, quick replies and marks on both sides', async () => {
    graph.maria.says('hello')
    await graph.send({ attachment: { type: 'image', payload: { url: 'https://files.example.test/a.png' } } })
    const buttons = [
      { type: 'postback', title: 'Buy', payload: 'BUY' },
      { type: 'web_url', title: 'Look', url: 'https://shop.example.test' },
      { type: 'phone_number', title: 'Call', payload: '+15105551234' },
    ]
    const elements = [
      { title: 'Red shoe', subtitle: '49 €', image_url: 'https://files.example.test/red.png', buttons },
      { title: 'Blue shoe', subtitle: '59 €' },
    ]
    await graph.send({ attachment: { type: 'template', payload: { template_type: 'generic', elements } } })
    await graph.send({ text: 'Which?', quick_replies: [{ content_type: 'text', title: 'Red', payload: 'RED' }] })
    await graph.call('POST', '/me/messages', { recipient: { id: graph.maria.psid }, sender_action: 'typing_on' })
    graph.maria.reads()
    graph.maria.goesOffline()
    graph.inbox.says(graph.maria.thread, 'A person here.')

    const html = await page()
    const [chat = '', inbox = ''] = html.split('<section')
    expect(chat).toContain('<img src="https://files.example.test/a.png"')
    expect(chat).toContain('aria-label="2 cards"')
    expect(chat).toContain('href="tel:+15105551234"')
    expect(chat).toContain('<a href="https://shop.example.test" target="_blank" rel="noopener noreferrer">Look</a>')
    expect(chat).toMatch(/<button id="press-m_[\w-]+-0" class="press">Buy<\/button>/)
    expect(inbox).toContain('Seen')
    expect(inbox).toContain(' · Sent')
    expect(inbox).toContain('· Page inbox')
    expect(inbox).toContain('· Interlude')
    expect(inbox).not.toContain('value="press"')
  })

  it('shows quick replies of the newest message alone, and the typing sign', async () => {
    graph.maria.says('hello')
    await graph.send({ text: 'Which?', quick_replies: [{ content_type: 'text', title: 'Red', payload: 'RED' }] })
    expect(await page()).toContain('class="choice">Red</button>')
    await graph.call('POST', '/me/messages', { recipient: { id: graph.maria.psid }, sender_action: 'typing_on' })
    expect(await page()).toContain('Shop is typing…')
    graph.maria.taps('Red')

    expect(await page()).not.toContain('class="choice"')
    graph.clock.advance(20_000)
    expect(await page()).not.toContain('is typing…')
  })

  it('says what to do without a page and without a person', async () => {
    graph.world.threads.clear()
    expect(await page()).toContain('Nobody yet')
    graph.world.pages.clear()
    expect(await page()).toContain('No page yet')
  })

  it('tells its script when something changed, and when something is unread', async () => {
    const state = async () =>
      (await (await fetch(`${site.url}/_messenger.json?person=${graph.maria.psid}`)).json()) as Record<string, unknown>
    const before = await state()
    expect(before).toEqual({ version: expect.any(String), unread: false })
    expect(await page()).toContain(`data-version="${String(before.version)}"`)

    graph.maria.says('hello')
    await graph.send({ text: 'hi' })

    expect((await state()).version).not.toBe(before.version)
    expect((await state()).unread).toBe(true)
    await submit('read')
    expect((await state()).unread).toBe(false)
  })
})

describe('the forms of the page', () => {
  it('write as the person, and go back to the conversation', async () => {
    const res = await submit('say', { text: ' hello ' })

    expect(res.status).toBe(303)
    expect(res.headers.get('location')).toBe(`/_messenger?person=${graph.maria.psid}`)
    await submit('say-file', { type: 'image', url: 'https://files.example.test/a.png' })
    expect((await graph.events()).map(({ message }) => message)).toMatchObject([
      { text: 'hello' },
      { attachments: [{ type: 'image', payload: { url: 'https://files.example.test/a.png' } }] },
    ])
  })

  it('tap the quick reply and press the button of one message', async () => {
    await submit('start')
    const card = (title: string) => ({
      title,
      subtitle: 's',
      buttons: [{ type: 'postback', title: 'Buy', payload: title }],
    })
    const payload = { template_type: 'generic', elements: [card('red'), card('blue')] }
    const { body } = await graph.send({ attachment: { type: 'template', payload } })
    const quickReplies = ['RED', 'BLUE'].map(each => ({ content_type: 'text', title: 'This', payload: each }))
    const asked = await graph.send({ text: 'Which?', quick_replies: quickReplies })
    graph.callback.heard.length = 0

    await submit('press', { mid: String(body.message_id), index: '0' })
    await submit('tap', { mid: String(asked.body.message_id), index: '1' })

    expect(graph.maria.thread.messages.slice(-2)).toMatchObject([
      { text: 'Buy', postbackPayload: 'red' },
      { text: 'This', quickReplyPayload: 'BLUE' },
    ])
  })

  it('react, unsend, switch the phone and block', async () => {
    const mid = graph.maria.says('hello')
    const { thread } = graph.maria
    await submit('react', { mid, emoji: '👍' })
    expect(thread.messages[0]!.reaction).toBe('👍')
    await submit('react', { mid })
    expect(thread.messages[0]!.reaction).toBeUndefined()
    await submit('unsend', { mid })
    expect(await page()).toContain('Unsent message')
    await submit('switch-off')
    expect(thread.isOnline).toBe(false)
    await submit('switch-on')
    await submit('block')
    expect(thread.hasBlocked).toBe(true)
    await submit('unblock')
    expect(thread).toMatchObject({ isOnline: true, hasBlocked: false })
  })

  it('answer in the inbox, take the conversation and give it back', async () => {
    graph.page.defaultAppId = graph.app.id
    graph.maria.says('hello')
    await submit('take')
    expect(graph.maria.thread.ownerAppId).toBe(PAGE_INBOX)
    await submit('answer', { text: 'A person here.' })
    await submit('answer-file', { type: 'image', url: 'https://files.example.test/a.png' })
    expect(await page()).toContain('Give to Interlude')
    await submit('pass', { app: graph.app.id })

    expect(graph.maria.thread.ownerAppId).toBe(graph.app.id)
    expect(said().slice(0, 2)).toEqual([
      ['person', 'hello'],
      ['page', 'A person here.'],
    ])
  })

  it('let time pass for the window', async () => {
    graph.maria.says('hello')
    expect(await page()).toContain('Answers are possible.')
    await submit('wait', { hours: '25' })
    expect(await page()).toContain('HUMAN_AGENT')
    expect((await graph.send({ text: 'late' })).body).toMatchObject({ error: { error_subcode: 2018278 } })
    await submit('wait', { hours: '169' })
    expect(await page()).toContain('7 days are over')
  })

  it('make a person', async () => {
    const fields = { page: graph.page.id, firstName: 'Jonas', lastName: 'Weber', locale: 'de_DE', picture: '' }
    const res = await submit('meet', fields)
    const jonas = graph.person(/person=(\d+)/.exec(res.headers.get('location')!)![1]!)

    expect(jonas.thread.profile).toEqual({ firstName: 'Jonas', lastName: 'Weber', locale: 'de_DE', timezone: 0 })
    for (const wrong of [{ firstName: ' ' }, { locale: 'x' }, { picture: 'javascript:1' }, { page: '1' }])
      expect((await submit('meet', { ...fields, ...wrong })).status).toBe(400)
  })

  it.each([
    ['say', { text: ' ' }],
    ['say', { text: 'x'.repeat(2_001) }],
    ['say', { text: 'x', person: '1' }],
    ['say-file', { type: 'image', url: 'javascript:alert(1)' }],
    ['say-file', { type: 'template', url: 'https://a.test' }],
    ['tap', { mid: 'm_1', index: '0' }],
    ['press', { index: '0' }],
    ['dance', {}],
  ])('refuse %s with %o', async (act, fields) => {
    const res = await submit(act, fields)

    expect(res.status).toBe(400)
    expect(await res.text()).not.toBe('')
    expect(graph.maria.thread.messages).toEqual([])
  })

  it.each([{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }])(
    'refuse another site: %o',
    async headers => {
      expect((await submit('say', { text: 'x' }, headers)).status).toBe(403)
      expect((await submit('say', { text: 'x' }, { origin: site.url })).status).toBe(303)
      expect(said()).toEqual([['person', 'x']])
    },
  )

  it('leave other paths alone', async () => {
    for (const path of ['/_messenger/more', '/_outbox', '/']) expect((await fetch(site.url + path)).status).toBe(404)
    expect((await fetch(`${site.url}/_messenger`, { method: 'PUT' })).status).toBe(404)
  })
})
