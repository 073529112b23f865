import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { minutes } from '../../test/support/clock.ts'
import { proofOf } from './escape.ts'
import { aGraph } from './test-graph.ts'
import type { Json } from './types.ts'

let graph: Awaited<ReturnType<typeof aGraph>>
beforeEach(async () => {
  graph = await aGraph()
  graph.maria.says('hello')
})
afterEach(() => graph.end())

const hours = (count: number) => minutes(60 * count)
const error = (code: number, subcode?: number) => ({
  body: { error: expect.objectContaining({ code, ...(subcode === undefined ? {} : { error_subcode: subcode }) }) },
})
const times = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item)

describe('sending', () => {
  it('answers with the ids of the person and the message', async () => {
    const { status, body } = await graph.send({ text: 'hi' })

    expect(status).toBe(200)
    expect(body).toEqual({ recipient_id: graph.maria.psid, message_id: expect.stringMatching(/^m_[\w-]{60,}$/) })
    expect(graph.maria.thread.messages.at(-1)).toMatchObject({ mid: body.message_id, from: 'page', text: 'hi' })
  })

  it('accepts the page as "me", any version and none, and a token in the header', async () => {
    const message = { recipient: { id: graph.maria.psid }, message: { text: 'hi' } }
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${graph.token}` },
      body: JSON.stringify(message),
    }

    for (const path of ['/v2.6/me/messages', `/v99.0/${graph.page.id}/messages`, '/me/messages'])
      expect((await fetch(graph.url + path, init)).status).toBe(200)
  })

  it('accepts a form whose objects have single quotes or none', async () => {
    for (const recipient of [`{'id':'${graph.maria.psid}'}`, `{id:${graph.maria.psid}}`]) {
      const body = new URLSearchParams({ recipient, message: "{'text':'hello, world'}", access_token: graph.token })
      expect((await fetch(`${graph.url}/v25.0/me/messages`, { method: 'POST', body })).status).toBe(200)
    }

    expect(graph.maria.thread.messages.map(({ text }) => text)).toEqual(['hello', 'hello, world', 'hello, world'])
  })

  it.each([
    ['2,000 characters', { text: '😀'.repeat(2_000) }],
    ['metadata', { text: 'x', metadata: 'm'.repeat(1_000) }],
    ['13 quick replies', { text: 'x', quick_replies: times(13, { content_type: 'text', title: 'a', payload: '' }) }],
    ['a file', { attachment: { type: 'file', payload: { url: 'https://files.example.test/a.pdf' } } }],
    [
      'a media template',
      media({ media_type: 'video', url: 'https://business.facebook.com/shop/videos/1', buttons: [postback('Buy')] }),
    ],
    [
      'a call button',
      template({
        template_type: 'button',
        text: 'x',
        buttons: [{ type: 'phone_number', title: 'Call', payload: '+15105551234' }],
      }),
    ],
    ['another template', template({ template_type: 'receipt', order_number: '1' })],
    [
      'a carousel of 10 cards',
      {
        attachment: {
          type: 'template',
          payload: { template_type: 'generic', elements: times(10, { title: 'a', subtitle: 'b' }) },
        },
      },
    ],
  ])('accepts %s', async (_, message) => {
    expect((await graph.send(message)).status).toBe(200)
  })

  it.each([
    ['2,001 characters', { text: 'x'.repeat(2_001) }],
    ['an empty text', { text: '' }],
    ['neither text nor attachment', { metadata: 'x' }],
    ['text and attachment', { text: 'x', attachment: { type: 'image', payload: { url: 'https://a.test/1.png' } } }],
    ['an unknown attachment', { attachment: { type: 'hologram', payload: { url: 'https://a.test' } } }],
    ['a file without an address', { attachment: { type: 'image', payload: {} } }],
    ['an unknown saved file', { attachment: { type: 'image', payload: { attachment_id: '1' } } }],
    ['14 quick replies', { text: 'x', quick_replies: times(14, { content_type: 'text', title: 'a', payload: '' }) }],
    ['a long title', { text: 'x', quick_replies: [{ content_type: 'text', title: 'x'.repeat(21), payload: '' }] }],
    ['a quick reply without payload', { text: 'x', quick_replies: [{ content_type: 'text', title: 'x' }] }],
    ['metadata of 1,001 characters', { text: 'x', metadata: 'm'.repeat(1_001) }],
    ['a card with a title alone', template({ template_type: 'generic', elements: [{ title: 'a' }] })],
    ['11 cards', template({ template_type: 'generic', elements: times(11, { title: 'a', subtitle: 'b' }) })],
    ['no card', template({ template_type: 'generic', elements: [] })],
    ['a picture outside Facebook', media({ media_type: 'image', url: 'https://files.example.test/a.png' })],
    ['a medium without a file', media({ media_type: 'image' })],
    ['a medium that is no picture', media({ media_type: 'audio', attachment_id: '1' })],
    ['4 buttons', template({ template_type: 'button', text: 'x', buttons: times(4, postback('a')) })],
    ['no button', template({ template_type: 'button', text: 'x', buttons: [] })],
    ['a long button', template({ template_type: 'button', text: 'x', buttons: [postback('x'.repeat(21))] })],
    ['a long text', template({ template_type: 'button', text: 'x'.repeat(641), buttons: [postback('a')] })],
    [
      'a link that is no address',
      template({ template_type: 'button', text: 'x', buttons: [{ type: 'web_url', title: 'a', url: 'here' }] }),
    ],
  ])('refuses %s with code 100', async (_, message) => {
    expect(await graph.send(message)).toMatchObject({ status: 400, ...error(100) })
    expect(graph.maria.thread.messages).toHaveLength(1)
  })

  it('keeps a reusable file for a later message', async () => {
    const url = 'https://files.example.test/a.png'
    const { body } = await graph.send({ attachment: { type: 'image', payload: { url, is_reusable: true } } })

    await graph.send({ attachment: { type: 'image', payload: { attachment_id: body.attachment_id } } })

    expect(graph.maria.thread.messages.at(-1)?.attachments).toEqual([
      { type: 'image', payload: expect.objectContaining({ url }) },
    ])
  })

  it('refuses a person of another page and an unknown one', async () => {
    const other = graph.addPerson(graph.addPage({ id: '2', name: 'Other' }))
    for (const id of [other.psid, '1'])
      expect(await graph.send({ text: 'hi' }, { recipient: { id } })).toMatchObject({
        status: 400,
        ...error(100, 2018001),
      })
  })

  it('refuses a person who blocked the page', async () => {
    graph.maria.blocks()

    expect(await graph.send({ text: 'hi' })).toMatchObject({ status: 400, ...error(551, 1545041) })
  })

  it('shows a persona, and refuses an unknown one', async () => {
    const picture = 'https://files.example.test/ana.png'
    const { body } = await graph.call('POST', '/me/personas', { name: 'Ana', profile_picture_url: picture })

    expect((await graph.send({ text: 'hi' }, { persona_id: body.id })).status).toBe(200)
    expect(graph.maria.thread.messages.at(-1)?.persona).toMatchObject({ name: 'Ana' })
    expect(await graph.send({ text: 'hi' }, { persona_id: '7' })).toMatchObject(error(100))
    expect((await graph.call('GET', '/me/personas')).body.data).toHaveLength(1)
    const types = (persona: unknown) =>
      graph.call('POST', '/me/messages', {
        recipient: { id: graph.maria.psid },
        sender_action: 'typing_on',
        persona_id: persona,
      })
    expect((await types(body.id)).status).toBe(200)
    expect(graph.maria.thread.typingAs).toMatchObject({ name: 'Ana' })
    expect(await types('7')).toMatchObject(error(100))
    expect((await graph.call('DELETE', `/${body.id}`)).body).toEqual({ success: true })
    expect((await graph.call('GET', '/me/personas')).body).toEqual({ data: [] })
    expect(await graph.send({ text: 'hi' }, { persona_id: body.id })).toMatchObject(error(100))
  })

  it('lists personas page by page, and refuses one without a name or an address of a picture', async () => {
    const picture = 'https://files.example.test/ana.png'
    const make = (persona: Json) => graph.call('POST', '/me/personas', persona)
    for (const name of ['Ana', 'Ben', 'Cleo']) await make({ name, profile_picture_url: picture })
    const names = ({ data }: Json) => (data as Json[]).map(({ name }) => name)
    const { body } = await graph.call('GET', '/me/personas?limit=2')
    expect(names(body)).toEqual(['Ana', 'Ben'])
    const { cursors, next } = body.paging as { cursors: { after: string }; next?: string }
    expect(next).toContain(`after=${cursors.after}`)
    const { body: rest } = await graph.call('GET', `/me/personas?limit=2&after=${cursors.after}`)
    expect(names(rest)).toEqual(['Cleo'])
    expect(rest.paging).not.toHaveProperty('next')
    expect(await make({ name: 'x'.repeat(51), profile_picture_url: picture })).toMatchObject(error(100))
    expect(await make({ name: 'Dora' })).toMatchObject(error(100))
    expect(await make({ name: 'Dora', profile_picture_url: 'a.png' })).toMatchObject(error(100))
    expect(await graph.call('GET', '/me/personas?after=nothing')).toMatchObject(error(100))
  })
})

describe('the messaging window', () => {
  it('ends 24 hours after the person acted', async () => {
    graph.clock.advance(hours(24))
    expect((await graph.send({ text: 'in time' })).status).toBe(200)
    graph.clock.advance(1)

    expect(await graph.send({ text: 'late' })).toMatchObject({ status: 403, ...error(10, 2018278) })
    graph.maria.says('still there?')
    expect((await graph.send({ text: 'yes' })).status).toBe(200)
  })

  it('is seven days for a person who answers', async () => {
    const tagged = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
    graph.clock.advance(hours(7 * 24))
    expect((await graph.send({ text: 'in time' }, tagged)).status).toBe(200)
    graph.clock.advance(1)

    expect(await graph.send({ text: 'late' }, tagged)).toMatchObject(error(10, 2018278))
  })

  it('is closed before the person acts', async () => {
    const jonas = graph.addPerson(graph.page, { firstName: 'Jonas' })

    expect(await graph.send({ text: 'hi' }, { recipient: { id: jonas.psid } })).toMatchObject(error(10, 2018278))
    jonas.follows('campaign')
    expect((await graph.send({ text: 'hi' }, { recipient: { id: jonas.psid } })).status).toBe(200)
  })

  it.each([
    { messaging_type: 'SHOUT' },
    { messaging_type: 'MESSAGE_TAG' },
    { messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' },
    { messaging_type: 'MESSAGE_TAG', tag: 'NONE' },
  ])('refuses %o', async more => {
    expect(await graph.send({ text: 'hi' }, more)).toMatchObject({ status: 400, ...error(100) })
  })
})

describe('a sender action', () => {
  const act = (sender_action: string, more = {}) =>
    graph.call('POST', '/me/messages', { recipient: { id: graph.maria.psid }, sender_action, ...more })

  it('shows that the page types for 20 seconds, until a message or its end', async () => {
    expect((await act('typing_on')).body).toEqual({ recipient_id: graph.maria.psid })
    expect(graph.maria.thread.typingUntil).toBe(graph.clock.now() + 20_000)
    await act('typing_off')
    expect(graph.maria.thread.typingUntil).toBe(0)
    await act('TYPING_ON')
    await graph.send({ text: 'hi' })
    expect(graph.maria.thread.typingUntil).toBe(0)
  })

  it('marks the conversation as seen, and reacts to a message', async () => {
    const mid = graph.maria.says('thanks')
    await act('mark_seen')
    await act('react', { payload: { message_id: mid, reaction: '🎉' } })

    expect(graph.maria.thread.seenUpTo).toBe(graph.clock.now())
    expect(graph.maria.thread.messages.at(-1)).toMatchObject({ pageReaction: '🎉' })
    await act('unreact', { payload: { message_id: mid } })
    expect(graph.maria.thread.messages.at(-1)).not.toHaveProperty('pageReaction')
  })

  it('needs a call of its own and a known name', async () => {
    expect(await act('typing_on', { message: { text: 'hi' } })).toMatchObject(error(100))
    expect(await act('dance')).toMatchObject(error(100))
    expect(await act('react', { payload: { message_id: 'm_1', reaction: '🎉' } })).toMatchObject(error(100))
  })
})

describe('access', () => {
  it.each([
    ['no token', {}, 104],
    ['an unknown token', { access_token: 'EAAx' }, 190],
  ])('is refused with %s', async (_, query, code) => {
    expect(await graph.call('GET', '/me', undefined, query)).toMatchObject({ status: 400, ...error(code) })
  })

  it('ends with the token', async () => {
    graph.expire(graph.token)
    expect(await graph.send({ text: 'hi' })).toMatchObject({ status: 400, ...error(190, 463) })
    graph.expire(graph.token, 'revoked')
    expect(await graph.send({ text: 'hi' })).toMatchObject(error(190, 460))
  })

  it('needs the permission of the call', async () => {
    graph.world.tokens.get(graph.token)!.scopes.delete('pages_messaging')

    expect(await graph.send({ text: 'hi' })).toMatchObject({ status: 403, ...error(200) })
    expect((await graph.call('GET', '/me')).status).toBe(200)
  })

  it('checks a proof, and requires one if the application says so', async () => {
    const proof = proofOf(graph.token, graph.app.secret)
    const me = (query: object) => graph.call('GET', '/me', undefined, { access_token: graph.token, ...query })
    expect((await me({ appsecret_proof: proof })).body).toEqual({ id: graph.page.id, name: 'Shop' })
    expect(await me({ appsecret_proof: 'x' })).toMatchObject({ status: 400, ...error(100) })
    Object.assign(graph.app, { requiresProof: true })

    expect(await me({})).toMatchObject({ body: { error: { type: 'GraphMethodException', code: 100 } } })
    expect((await me({ appsecret_proof: proof })).status).toBe(200)
  })

  it('is only to the page of the token', async () => {
    const other = graph.addPage({ id: '2', name: 'Other' })

    expect(await graph.call('POST', `/${other.id}/messages`, {})).toMatchObject(error(100, 33))
    expect(await graph.call('GET', `/${graph.addPerson(other).psid}`)).toMatchObject(error(100, 33))
  })
})

function template(payload: object) {
  return { attachment: { type: 'template', payload } }
}

function media(element: object) {
  return template({ template_type: 'media', elements: [element] })
}

function postback(title: string) {
  return { type: 'postback', title, payload: 'p' }
}
