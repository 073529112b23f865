import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import events from './examples/events.json' with { type: 'json' }
import requests from './examples/requests.json' with { type: 'json' }
import { aGraph } from './test-graph.ts'
import { type Json, PAGE_INBOX } from './types.ts'

let graph: Awaited<ReturnType<typeof aGraph>>
beforeEach(async () => {
  graph = await aGraph()
})
afterEach(() => graph.end())

/** Any text of capitals, or in angle brackets: a value of any simple type. */
const isPlaceholder = (value: unknown) => typeof value === 'string' && /^(?:<.*>|[A-Z]+(?:-[A-Z]+)*)$/.test(value)

/** The differences in keys and types between something of ours and a published example. `more`: keys that ours may add. */
const differences = (ours: unknown, published: unknown, more: readonly string[] = [], path = ''): readonly string[] => {
  if (Array.isArray(published)) {
    if (!Array.isArray(ours) || ours.length === 0) return [`${path} is no list`]
    return differences(ours[0], published[0], more, `${path}[]`)
  }
  if (isObject(published)) {
    if (!isObject(ours)) return [`${path} is no object`]
    const added = Object.keys(ours).filter(key => !(key in published) && !more.includes(key))
    return [
      ...added.map(key => `${path}.${key} is ours alone`),
      ...Object.keys(published).flatMap(key => differences(ours[key], published[key], more, `${path}.${key}`)),
    ]
  }
  if (isPlaceholder(published)) return ours === undefined ? [`${path} is missing`] : []
  return typeof ours === typeof published ? [] : [`${path} is ${typeof ours} in place of ${typeof published}`]
}
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

describe('the comparison with an example', () => {
  it('notices missing keys, other types and added keys', () => {
    const published = { id: '1', list: [{ at: 1 }], any: '<ID>' }
    expect(differences({ id: '2', list: [{ at: 3 }], any: 7 }, published)).toEqual([])
    expect(differences({ id: 2, list: [{}], any: '', more: 1 }, published)).toEqual([
      '.more is ours alone',
      '.id is number in place of string',
      '.list[].at is undefined in place of number',
    ])
  })
})

describe("Meta's published calls", () => {
  it.each(requests.calls)('get their answer: $name ($page)', async ({ method, path, body, form, answer }) => {
    const { psid } = graph.maria
    Object.assign(graph.maria.thread.profile, { picture: 'https://files.example.test/maria.png' })
    const mid = graph.maria.says('hello')
    const file = { type: 'image', payload: { url: 'https://files.example.test/a.png' } }
    const persona = { name: 'Adam', profile_picture_url: 'https://files.example.test/adam.png' }
    const values: Readonly<Record<string, unknown>> = {
      PSID: psid,
      PAGE_ID: graph.page.id,
      MESSAGE_ID: mid,
      ASSET_TYPE: 'image',
      ASSET_URL: 'https://files.example.test/a.png',
      ATTACHMENT_ID: graph.world.keepAttachment(file),
      PERSONA_ID: (await graph.call('POST', '/me/personas', persona)).body.id,
    }
    const filled = <Value>(value: Value): Value =>
      JSON.parse(JSON.stringify(value).replace(/<([A-Z_]+)>/g, (_, name: string) => String(values[name]))) as Value

    const url = `${graph.url}/v25.0${filled(path)}`
    const res = await fetch(`${url}${url.includes('?') ? '&' : '?'}access_token=${graph.token}`, {
      method,
      ...(form === undefined ? {} : { body: new URLSearchParams(filled(form)) }),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(filled(body)), headers: { 'content-type': 'application/json' } }),
    })

    const got: unknown = await res.json()
    expect({ status: res.status, got }).toMatchObject({ status: 200 })
    expect(differences(got, answer, ['id', 'attachment_id'])).toEqual([])
  })

  it('get errors in the published form', async () => {
    const { body } = await graph.call('GET', '/me', undefined, { access_token: 'EAAx' })

    expect(differences({ error: { ...(body.error as Json), error_subcode: 1 } }, requests.error.published)).toEqual([])
  })
})

/** Makes the event of each example. */
const acts: Readonly<Record<string, () => unknown>> = {
  'a text': () => graph.maria.says('hello'),
  'a quick reply': async () => {
    graph.maria.says('hello')
    await graph.send({ text: 'So?', quick_replies: [{ content_type: 'text', title: 'Yes', payload: 'YES' }] })
    graph.maria.taps('Yes')
  },
  'a reply': () => graph.maria.says('again', { replyTo: graph.maria.says('hello') }),
  'an image': () => graph.maria.sendsFile('image', 'https://files.example.test/a.png'),
  'a sticker': () =>
    graph.maria.sendsAttachments([
      { type: 'sticker', payload: { url: 'https://files.example.test/like.png', sticker_id: 369239263222822 } },
    ]),
  'a shared link': () =>
    graph.maria.sendsAttachments(
      [{ type: 'fallback', payload: { url: 'https://a.example.test', title: 'A' } }],
      'https://a.example.test',
    ),
  'a postback': () => graph.maria.starts(),
  'an echo of a text': () => says({ text: 'hi', metadata: 'call-1' }),
  'an echo of an image': () =>
    says({ attachment: { type: 'image', payload: { url: 'https://files.example.test/a.png' } }, metadata: 'call-1' }),
  'an echo of a template': () =>
    says({
      attachment: {
        type: 'template',
        payload: {
          template_type: 'button',
          text: 'So?',
          buttons: [{ type: 'web_url', url: 'https://a.example.test', title: 'Look' }],
        },
      },
      metadata: 'call-1',
    }),
  'an echo of a reply': () =>
    says({ text: 'hi', metadata: 'call-1' }, { reply_to: { mid: graph.maria.says('hello') } }),
  'a delivery': () => says({ text: 'hi' }),
  'a read': async () => {
    await says({ text: 'hi' })
    graph.maria.reads()
  },
  'a reaction': () => graph.maria.reacts(graph.maria.says('hello'), '❤️'),
  'an edit': () => graph.maria.edits(graph.maria.says('hello'), 'hi'),
  'a conversation passed to the application': () => {
    graph.inbox.takes(graph.maria.thread)
    graph.inbox.passes(graph.maria.thread, graph.app.id, 'solved')
  },
  'a conversation taken from the application': async () => {
    graph.page.defaultAppId = graph.app.id
    graph.maria.says('hello')
    const other = graph.addApp({ id: '2', secret: 's' })
    await graph.call(
      'POST',
      '/me/take_thread_control',
      { recipient: { id: graph.maria.psid }, metadata: 'mine' },
      { access_token: graph.connect(other, graph.page) },
    )
  },
  'a request for a conversation': async () => {
    graph.page.defaultAppId = graph.app.id
    graph.maria.says('hello')
    const other = graph.addApp({ id: '2', secret: 's' })
    await graph.call(
      'POST',
      '/me/request_thread_control',
      { recipient: { id: graph.maria.psid }, metadata: 'please' },
      { access_token: graph.connect(other, graph.page) },
    )
  },
  'a referral': () => graph.maria.follows('campaign'),
  'an opt-in': () => graph.maria.optsIn(events.events.find(({ name }) => name === 'an opt-in')?.published.optin ?? {}),
}
const says = async (message: Json, more: Json = {}) => {
  graph.maria.says('hello')
  await graph.send(message, more)
}

/**
 * Keys that an event has besides the example's. The text of the page says that every event has `timestamp` and that a
 * postback has `mid`; the echo of a template repeats the text of the template, and of a reply its own text.
 */
const MORE: Readonly<Record<string, readonly string[]>> = {
  'a postback': ['mid'],
  'an echo of a template': ['text'],
  'an echo of a reply': ['text'],
  'a delivery': ['timestamp'],
}

describe("Meta's published events", () => {
  it.each(events.events)('have the shape of ours: $name ($page)', async ({ name, field, published }) => {
    graph.install(graph.app, graph.page, [field])

    await acts[name]!()

    const event = (await graph.events()).at(-1)
    expect(differences(event, published, MORE[name])).toEqual([])
  })

  it.each(events.notifications)('come in the published form: $name ($page)', async ({ published }) => {
    if ('standby' in published.entry[0]!) Object.assign(graph.maria.thread, { ownerAppId: PAGE_INBOX })
    graph.maria.says('hello')
    await graph.events()

    const [{ body } = { body: '{}' }] = graph.callback.heard
    expect(differences(JSON.parse(body), published, ['timestamp', 'message'])).toEqual([])
  })
})
