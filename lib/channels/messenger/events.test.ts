import { describe, expect, it } from 'vitest'
import { InboundMessage } from '../../protocol/message.ts'
import { inbound } from './inbound.ts'
import { sayPayload } from './say.ts'
import { echo, fromUser, lookupOf, MARIA, notification, PAGE, posted, userWrites } from './test-webhooks.ts'

const SENT = '2018-02-12T23:46:35.308Z'

async function readingOf(...events: readonly unknown[]) {
  const reading = await inbound.read(posted(JSON.stringify(notification(...events))), lookupOf())
  if (reading.status === 'forged') throw new Error(reading.reason)
  return reading
}

/** The events that one event of Meta becomes, if nothing of it was lost. */
async function eventsOf(event: unknown) {
  const { events, warnings } = await readingOf(event)
  expect(warnings).toEqual([])
  return events.map(each => each.event)
}

/** The messages that one event of Meta becomes. Each is one that Interlude takes. */
async function messagesOf(event: unknown) {
  return (await eventsOf(event)).map(each => {
    if (each.kind !== 'message') throw new Error(`a ${each.kind} is no message`)
    expect(InboundMessage.parse(each.message)).toEqual(each.message)
    return each.message
  })
}

/** The only event, twice: a redelivery must get the same. */
async function onlyEventOf(event: unknown) {
  const [first, ...others] = await eventsOf(event)
  expect(others).toEqual([])
  expect(await eventsOf(event)).toEqual([first])
  return first
}

describe('a message', () => {
  it('has the text, the id and the time of Meta, and the sender as its user', async () => {
    const { events } = await readingOf(
      userWrites({ mid: 'mid.1457764197618:41d102a3e1ae206a38', text: 'hello, world!' }),
    )
    expect(events).toEqual([
      {
        account: { botId: 'demo', channel: 'facebook', config: expect.objectContaining({ pageId: PAGE }) },
        userId: MARIA,
        event: {
          kind: 'message',
          message: { id: 'mid.1457764197618:41d102a3e1ae206a38', type: 'text', text: 'hello, world!', at: SENT },
        },
      },
    ])
  })

  it('keeps the payload of a tapped quick reply', async () => {
    expect(await messagesOf(userWrites({ text: 'Yes', quick_reply: { payload: 'YES' } }))).toEqual([
      { id: 'm_1', type: 'quick_reply', text: 'Yes', payload: { payload: 'YES' }, at: SENT },
    ])
  })

  it('keeps the id of the message that it answers, and the way that the user came', async () => {
    const said = { text: 'hello', reply_to: { mid: 'm_0', is_self_reply: false }, referral: { product: { id: '5' } } }
    expect(await messagesOf(userWrites(said))).toMatchObject([
      { type: 'text', text: 'hello', payload: { replyTo: 'm_0', referral: { product: { id: '5' } } } },
    ])
  })

  it('becomes several messages with ids of their own if it has several contents', async () => {
    const attachments = [
      { type: 'image', payload: { url: 'https://cdn.example/1.png' } },
      { type: 'file', title: 'offer.pdf', payload: { url: 'https://cdn.example/2.pdf' } },
    ]
    expect(await messagesOf(userWrites({ text: 'both', attachments }))).toEqual([
      { id: 'm_1', type: 'text', text: 'both', at: SENT },
      { id: 'm_1:2', type: 'image', payload: { url: 'https://cdn.example/1.png' }, at: SENT },
      { id: 'm_1:3', type: 'file', payload: { url: 'https://cdn.example/2.pdf', name: 'offer.pdf' }, at: SENT },
    ])
  })

  it.each(['audio', 'video'])('carries a file of the type %s', async type => {
    const attachments = [{ type, payload: { url: 'https://cdn.example/a' } }]
    expect(await messagesOf(userWrites({ attachments }))).toMatchObject([
      { type, payload: { url: 'https://cdn.example/a' } },
    ])
  })

  it('shows a sticker as a picture, once, in the old and the new form', async () => {
    const payload = { url: 'https://cdn.example/s.png', sticker_id: 369239263222822 }
    const shown = [{ type: 'image', payload: { url: payload.url, stickerId: '369239263222822' } }]
    const old = { type: 'image', payload }
    const current = { type: 'sticker', payload: { ...payload, sticker_id: '369239263222822' } }
    for (const attachments of [[old], [current], [old, current], [current, old]]) {
      expect(await messagesOf(userWrites({ attachments }))).toMatchObject(shown)
    }
    const another = { type: 'image', payload: { url: 'https://cdn.example/1.png' } }
    expect(await messagesOf(userWrites({ attachments: [another, old, current] }))).toHaveLength(2)
  })

  it('adds a shared link to its text', async () => {
    const attachments = [{ type: 'fallback', payload: { url: 'https://example.org/a', title: 'A page' } }]
    expect(await messagesOf(userWrites({ text: 'see https://example.org/a', attachments }))).toMatchObject([
      {
        type: 'text',
        text: 'see https://example.org/a',
        payload: { links: [{ url: 'https://example.org/a', title: 'A page' }] },
      },
    ])
  })

  it.each([
    ['current', { type: 'fallback', payload: { url: 'https://example.org/a', title: 'A page' } }],
    ['old', { type: 'fallback', url: 'https://example.org/a', title: 'A page', payload: null }],
  ])('shows a shared link without a text in the %s form', async (_, attachment) => {
    expect(await messagesOf(userWrites({ attachments: [attachment] }))).toMatchObject([
      {
        type: 'custom',
        text: 'A page\nhttps://example.org/a',
        payload: { type: 'link', url: 'https://example.org/a', title: 'A page' },
      },
    ])
  })

  it('keeps a place', async () => {
    const attachment = { type: 'location', title: 'Here', payload: { coordinates: { lat: 37.48, long: -122.15 } } }
    expect(await messagesOf(userWrites({ attachments: [attachment] }))).toMatchObject([
      { type: 'location', payload: { latitude: 37.48, longitude: -122.15, title: 'Here' } },
    ])
  })

  it('keeps a shared product, and shows its title', async () => {
    const payload = { product: { elements: [{ id: '1', retailer_id: 'r1', title: 'A shoe', subtitle: '€ 9' }] } }
    expect(await messagesOf(userWrites({ attachments: [{ type: 'template', payload }] }))).toMatchObject([
      { type: 'custom', text: 'A shoe', payload: { type: 'template', template: payload } },
    ])
  })

  it.each([
    ['reel', { url: 'https://cdn.example/r', title: 'A reel', reel_video_id: 7 }],
    ['ig_post', { url: 'https://cdn.example/r', title: 'A post' }],
  ])('keeps the fields of a shared %s', async (type, payload) => {
    expect(await messagesOf(userWrites({ attachments: [{ type, payload }] }))).toMatchObject([
      { type: 'custom', text: `${payload.title}\n${payload.url}`, payload: { ...payload, type } },
    ])
  })

  it.each([
    [
      'an unknown attachment',
      { attachments: [{ type: 'hologram', payload: { size: 3 } }] },
      { type: 'hologram', size: 3 },
    ],
    ['a picture without an address', { attachments: [{ type: 'image' }] }, { type: 'image' }],
    ['a share without a payload', { attachments: [{ type: 'fallback' }] }, { type: 'fallback' }],
    ['no content', {}, { type: 'unsupported' }],
    ['attachments that are no list', { attachments: 'x' }, { type: 'unsupported' }],
  ])('is not lost with %s', async (_, message, payload) => {
    expect(await messagesOf(userWrites(message))).toEqual([{ id: 'm_1', type: 'custom', payload, at: SENT }])
  })

  it('gets a digest as its id if the id of Meta is long, and another one for each content', async () => {
    const mid = 'm'.repeat(129)
    const attachments = [{ type: 'image', payload: { url: 'https://cdn.example/1.png' } }]
    const [first, second] = await messagesOf(userWrites({ mid, text: 'a', attachments }))
    expect(first?.id).toMatch(/^sha256:[\w-]{43}$/)
    expect(second?.id).toBe(`${first?.id}:2`)
    const [answer] = await messagesOf(userWrites({ text: 'b', reply_to: { mid } }))
    expect(answer?.payload).toEqual({ replyTo: first?.id })
  })

  it('gets a derived id if Meta names none', async () => {
    const one = await onlyEventOf(userWrites({ mid: undefined, text: 'a' }))
    const other = await onlyEventOf(userWrites({ mid: undefined, text: 'b' }))
    expect(one).toMatchObject({ message: { id: expect.stringMatching(/^message:sha256:/) } })
    expect(one).not.toEqual(other)
  })

  it.each([
    ['in seconds, as text', '1518479195', '2018-02-12T23:46:35.000Z'],
    ['missing', undefined, undefined],
    ['null', null, undefined],
    ['zero', 0, undefined],
    ['negative', -1, undefined],
    ['in microseconds', 1518479195308000, undefined],
    ['words', 'yesterday', undefined],
    ['a fraction', 1518479195308.7, SENT],
  ])('has the time that is %s', async (_, timestamp, at) => {
    const [message] = await messagesOf({ ...userWrites({ text: 'a' }), timestamp })
    expect(message?.at).toBe(at)
  })
})

describe('an act of the user', () => {
  it('is a postback with the title as its text', async () => {
    const postback = {
      mid: 'm_9',
      title: 'Get started',
      payload: 'START',
      referral: { ref: 'spring', source: 'SHORTLINK' },
    }
    expect(await messagesOf(fromUser({ postback }))).toEqual([
      {
        id: 'm_9',
        type: 'postback',
        text: 'Get started',
        payload: { payload: 'START', referral: { ref: 'spring', source: 'SHORTLINK' } },
        at: SENT,
      },
    ])
  })

  it('is a text if the button says one', async () => {
    const postback = { mid: 'm_9', title: 'Sizes', payload: sayPayload('Which sizes are there?') }
    const text = { id: 'm_9', type: 'text', text: 'Which sizes are there?', at: SENT }
    expect(await messagesOf(fromUser({ postback }))).toEqual([text])
    expect(await messagesOf(fromUser({ postback: { ...postback, referral: { ref: 'spring' } } }))).toEqual([
      { ...text, payload: { referral: { ref: 'spring' } } },
    ])
    expect(await messagesOf(fromUser({ postback: { ...postback, payload: sayPayload('') } }))).toMatchObject([
      { type: 'postback', text: 'Sizes', payload: { payload: sayPayload('') } },
    ])
  })

  it('is a postback without a payload on standby, and one without an id gets one', async () => {
    expect(await messagesOf(fromUser({ postback: { title: 'Go' } }))).toEqual([
      { id: expect.stringMatching(/^postback:sha256:/), type: 'postback', text: 'Go', payload: {}, at: SENT },
    ])
    const ids = await Promise.all(
      [
        fromUser({ postback: { title: 'Go' } }),
        fromUser({ postback: { title: 'Go', payload: 'A' } }),
        fromUser({ postback: { title: 'Go', payload: 'B' } }),
        { ...fromUser({ postback: { title: 'Go' } }), timestamp: 1518479195309 },
        fromUser({ postback: { title: 'Go' } }, '7'),
      ].map(async event => (await messagesOf(event))[0]?.id),
    )
    expect(new Set(ids).size).toBe(5)
  })

  it('is a message with the way that the user came', async () => {
    const referral = { ref: 'spring', source: 'ADS', type: 'OPEN_THREAD', ad_id: '6045246247433' }
    expect(await onlyEventOf(fromUser({ referral }))).toEqual({
      kind: 'message',
      message: {
        id: expect.stringMatching(/^referral:/),
        type: 'custom',
        payload: { type: 'referral', ref: 'spring', source: 'ADS', kind: 'OPEN_THREAD', ad_id: '6045246247433' },
        at: SENT,
      },
    })
  })

  it('is a message with what the user opted in to', async () => {
    const optin = { type: 'notification_messages', payload: 'news', notification_messages_token: 'token' }
    expect(await messagesOf(fromUser({ optin }))).toMatchObject([
      { type: 'custom', payload: { type: 'optin', kind: 'notification_messages', payload: 'news' } },
    ])
  })
})

describe('a remark', () => {
  it('says that the user reacted to a message, or took the reaction back', async () => {
    const reaction = { reaction: 'love', emoji: '❤️', action: 'react', mid: 'm_1' }
    const reacted = await onlyEventOf(fromUser({ reaction }))
    expect(reacted).toMatchObject({ kind: 'remark', remark: { type: 'reaction', of: 'm_1', emoji: '❤️' } })
    const removed = await onlyEventOf(fromUser({ reaction: { ...reaction, action: 'unreact' } }))
    expect(removed).toMatchObject({ remark: { type: 'reaction', of: 'm_1', removed: true } })
    expect(reacted).not.toHaveProperty('remark.removed')
    expect(reacted).not.toHaveProperty('id', (removed as { id?: string }).id)
  })

  it('says that the user deleted a message', async () => {
    const deleted = await onlyEventOf(userWrites({ is_deleted: true }))
    expect(deleted).toMatchObject({ kind: 'remark', remark: { type: 'deleted', of: 'm_1' } })
    expect(deleted).not.toHaveProperty('id', 'm_1')
  })

  it('says how the user changed a message, each time', async () => {
    const edit = (text: string, num_edit: unknown) =>
      onlyEventOf(fromUser({ message_edit: { mid: 'm_1', text, num_edit } }))
    const [first, second] = [await edit('hello', 1), await edit('hello!', '2')]
    expect(first).toMatchObject({ kind: 'remark', remark: { type: 'edited', of: 'm_1', text: 'hello' } })
    expect(second).toMatchObject({ remark: { text: 'hello!' } })
    expect(first).not.toHaveProperty('id', (second as { id?: string }).id)
  })
})

describe('a receipt', () => {
  it.each([
    ['delivery', 'delivered', { mids: ['m_2'], watermark: 1458668856253 }],
    ['read', 'read', { watermark: '1458668856253' }],
  ])('of the kind %s says up to when', async (kind, state, part) => {
    expect(await eventsOf(fromUser({ [kind]: part }))).toEqual([{ kind: 'receipt', state, upTo: 1458668856253 }])
  })

  it('is reported if it has no watermark', async () => {
    expect(await readingOf(fromUser({ delivery: { mids: ['m_2'] } }))).toMatchObject({
      events: [],
      warnings: ['entry.0.messaging.0 (delivery) has no watermark'],
    })
  })
})

describe("an echo without Interlude's mark", () => {
  it('is an answer that somebody gave elsewhere, for the recipient', async () => {
    const { events, warnings } = await readingOf(echo({ app_id: 263902037430900, text: 'we are open' }))
    expect(warnings).toEqual([])
    expect(events).toMatchObject([
      {
        userId: MARIA,
        event: { kind: 'sentElsewhere', id: 'm_2', at: SENT, message: { type: 'text', text: 'we are open' } },
      },
    ])
  })

  it('keeps each content of that answer', async () => {
    const template = { template_type: 'media', elements: [{ media_type: 'image', attachment_id: 2457235337685388 }] }
    const attachments = [{ title: '', url: 'https://www.facebook.com/', type: 'template', payload: template }]
    expect(await eventsOf(echo({ text: 'look', attachments }))).toMatchObject([
      { kind: 'sentElsewhere', id: 'm_2', message: { text: 'look' } },
      { kind: 'sentElsewhere', id: 'm_2:2', message: { type: 'custom', payload: { type: 'template', template } } },
    ])
  })

  it('is recognized by the page as its sender', async () => {
    expect(await eventsOf(echo({ is_echo: undefined, text: 'hi' }))).toMatchObject([{ kind: 'sentElsewhere' }])
  })
})
