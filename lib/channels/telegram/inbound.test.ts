import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aDelivery } from '../../../test/support/deliveries.ts'
import { InboundMessage } from '../../protocol/message.ts'
import { inbound } from './inbound.ts'
import { fromMaria, lookupOf, MARIA, posted, read } from './test-updates.ts'

/** Reads an update that brings one event. */
async function eventOf(update: unknown, lookup = lookupOf()) {
  const { events, warnings } = await read(update, lookup)
  expect(warnings).toEqual([])
  expect(events).toHaveLength(1)
  return events[0]?.event
}

async function messageOf(fields: object) {
  const event = await eventOf(fromMaria(fields))
  if (event?.kind !== 'message') throw new Error('not a message')
  const { id: _id, at: _at, user: _user, ...content } = event.message
  return content
}

describe('a request', () => {
  it.each([
    ['without a secret', { headers: {} }],
    ['with another secret', { headers: { 'x-telegram-bot-api-secret-token': 'a'.repeat(64) } }],
    ['for a bot that no channel has', { query: { account: '1' } }],
    ['without an account', { query: {} }],
    ['with a token for an account', { query: { account: '110201543:AAH' } }],
  ])('%s is forged', async (_what, overrides) => {
    const reading = await inbound.read(posted(fromMaria({ text: 'hi' }), overrides), lookupOf())
    expect(reading.status).toBe('forged')
  })

  it.each([
    ['no JSON', '{', 'the update (empty) is of a kind that is not used'],
    ['a list', '[]', 'the update (empty) is of a kind that is not used'],
    ['another kind', { update_id: 1, poll: {} }, 'the update (poll) is of a kind that is not used'],
    [
      'a group',
      fromMaria({ chat: { id: -1, type: 'group' }, text: 'hi' }),
      'the update (message) is not of a private chat',
    ],
    ['a chat without an id', fromMaria({ chat: { type: 'private' } }), 'the update (message) has no id of a person'],
    ['a pinned message', fromMaria({ pinned_message: {} }), 'the update (message) is about the chat itself'],
    ['a press without data', press({}), 'the update (callback_query) has no data'],
  ])('with %s brings a warning and no event', async (_what, update, warning) => {
    expect(await read(update)).toMatchObject({ status: 'read', events: [], warnings: [warning] })
  })
})

describe('a message', () => {
  it('has an id that is unique over bots, its time, and what Telegram tells of the user', async () => {
    const { events } = await read(fromMaria({ text: 'hello' }))
    expect(events).toMatchObject([{ userId: String(MARIA), account: { botId: 'demo', channel: 'telegram' } }])
    expect(events[0]?.event).toEqual({
      kind: 'message',
      message: {
        id: '110201543:412587349:1365',
        type: 'text',
        text: 'hello',
        at: '2015-09-07T17:05:32.000Z',
        user: { fullName: 'Maria Lund', language: 'nb' },
      },
    })
  })

  it.each([
    ['a text', { text: '**hi**' }, { type: 'text', text: '**hi**' }],
    ['the start', { text: '/start' }, { type: 'text', text: '/start' }],
    [
      'the start by a link',
      { text: '/start spring-sale' },
      { type: 'custom', text: '/start spring-sale', payload: { type: 'referral', ref: 'spring-sale' } },
    ],
    [
      'a photo, in its largest size',
      {
        photo: [
          { file_id: 's', width: 90, height: 60 },
          { file_id: 'l', width: 900, height: 600, file_size: 5_000 },
        ],
        caption: 'it',
      },
      { type: 'image', text: 'it', payload: { fileId: 'l', bytes: 5_000, width: 900, height: 600 } },
    ],
    [
      'a document',
      { document: { file_id: 'd', file_name: 'a.pdf', mime_type: 'application/pdf', file_size: 7 } },
      { type: 'file', payload: { fileId: 'd', name: 'a.pdf', mime: 'application/pdf', bytes: 7 } },
    ],
    [
      'an animation, which is a document, too',
      { document: { file_id: 'd' }, animation: { file_id: 'a', width: 4, height: 3 } },
      { type: 'video', payload: { fileId: 'a', width: 4, height: 3 } },
    ],
    ['a song', { audio: { file_id: 'a', title: 'Rain' } }, { type: 'audio', payload: { fileId: 'a', title: 'Rain' } }],
    ['a voice message', { voice: { file_id: 'v' } }, { type: 'audio', payload: { fileId: 'v' } }],
    [
      'a film',
      { video: { file_id: 'v', file_name: 'x.mp4' } },
      { type: 'video', payload: { fileId: 'v', title: 'x.mp4' } },
    ],
    ['a round film', { video_note: { file_id: 'n' } }, { type: 'video', payload: { fileId: 'n' } }],
    [
      'a sticker',
      { sticker: { file_id: 's', file_unique_id: 'u', emoji: '👍', width: 512, height: 512 } },
      { type: 'image', text: '👍', payload: { fileId: 's', stickerId: 'u', width: 512, height: 512 } },
    ],
    [
      'a place',
      { location: { latitude: 60.4, longitude: 5.3 } },
      { type: 'location', payload: { latitude: 60.4, longitude: 5.3 } },
    ],
    [
      'a place with a name',
      {
        location: { latitude: 60.4, longitude: 5.3 },
        venue: { location: { latitude: 60.4, longitude: 5.3 }, title: 'Shop', address: 'Bryggen 12' },
      },
      { type: 'location', payload: { latitude: 60.4, longitude: 5.3, title: 'Shop', address: 'Bryggen 12' } },
    ],
    [
      'a contact',
      { contact: { phone_number: '+4755', first_name: 'Jonas' } },
      {
        type: 'custom',
        text: 'Jonas\n+4755',
        payload: { type: 'contact', phone_number: '+4755', first_name: 'Jonas' },
      },
    ],
    [
      'a dice',
      { dice: { emoji: '🎲', value: 3 } },
      { type: 'custom', text: '🎲', payload: { type: 'dice', emoji: '🎲', value: 3 } },
    ],
    [
      'a content that Telegram may add',
      { hologram: { angle: 7 }, has_protected_content: true },
      { type: 'custom', payload: { type: 'hologram', angle: 7 } },
    ],
    [
      'an answer to another message',
      { text: 'yes', reply_to_message: { message_id: 3 } },
      { type: 'text', text: 'yes', payload: { replyTo: '110201543:412587349:3' } },
    ],
  ])('with %s is read', async (_what, fields, content) => {
    expect(await messageOf(fields)).toEqual(content)
  })
})

describe('a press of a button', () => {
  it.each([
    ['p:BUY 1', { type: 'postback', text: 'Buy', payload: { payload: 'BUY 1' } }],
    ['q:yes', { type: 'quick_reply', text: 'Buy', payload: { payload: 'yes' } }],
    ['s:Which sizes?', { type: 'text', text: 'Which sizes?' }],
    ['of another program', { type: 'postback', text: 'Buy', payload: { payload: 'of another program' } }],
    ['s:', { type: 'postback', text: 'Buy', payload: { payload: 's:' } }],
  ])('with the data "%s" is a message, and gets an answer', async (data, content) => {
    const keyboard = {
      inline_keyboard: [[{ text: 'Other', callback_data: 'x' }], [{ text: 'Buy', callback_data: data }]],
    }
    const { events, ...reading } = await read(press({ data }, { reply_markup: keyboard }))
    expect(events[0]?.event).toMatchObject({ kind: 'message', message: { id: '110201543:choice:77', ...content } })
    expect(reading).toMatchObject({ answer: { method: 'answerCallbackQuery', callback_query_id: '77' } })
  })

  it('of a long payload finds it in the log', async () => {
    const long = 'x'.repeat(500)
    const { message } = aDelivery({
      seq: 4,
      text: 'Which?',
      payload: { quickReplies: ['A', { title: 'B', payload: long }] },
    })
    const event = await eventOf(press({ data: '#4:1' }), lookupOf([message]))
    expect(event).toMatchObject({ message: { type: 'quick_reply', text: 'B', payload: { payload: long } } })
  })

  it.each(['#5:0', '#4:1', '#4:999'])('at the place "%s", which the log lacks, keeps the data', async data => {
    const { message } = aDelivery({ seq: 4, text: 'Which?', payload: { quickReplies: ['A'] } })
    const { events, warnings } = await read(press({ data }), lookupOf([message]))
    expect(events[0]?.event).toMatchObject({ message: { type: 'postback', payload: { payload: data } } })
    expect(warnings).toEqual(['the update (callback_query) names a choice that is not in the log'])
  })

  it('in a group brings no event, and gets an answer all the same', async () => {
    const reading = await read(press({ data: 'p:x' }, { chat: { id: -1, type: 'group' } }))
    expect(reading).toMatchObject({ events: [], answer: { callback_query_id: '77' } })
  })
})

describe('a remark', () => {
  const of = '110201543:412587349:1365'

  it('tells of a changed message, in its text or its caption', async () => {
    for (const fields of [{ text: 'new' }, { caption: 'new', photo: [] }]) {
      const event = await eventOf(fromMaria({ ...fields, edit_date: 1_441_645_600 }, 'edited_message'))
      expect(event).toMatchObject({ kind: 'remark', remark: { type: 'edited', of, text: 'new' } })
    }
  })

  it('does not tell of each step of a live location', async () => {
    const reading = await read(fromMaria({ location: { latitude: 1, longitude: 2 } }, 'edited_message'))
    expect(reading).toMatchObject({ events: [], warnings: [] })
  })

  it('tells of each reaction that was added or taken back', async () => {
    const emoji = (shown: string) => ({ type: 'emoji', emoji: shown })
    const change = {
      old_reaction: [emoji('👍'), emoji('🔥')],
      new_reaction: [emoji('🔥'), emoji('🎉'), { type: 'custom_emoji', custom_emoji_id: '5' }],
    }
    const { events } = await read(fromMaria(change, 'message_reaction'))
    expect(events.map(({ event }) => event.kind === 'remark' && event.remark)).toEqual([
      { type: 'reaction', of, emoji: '👍', removed: true },
      { type: 'reaction', of, emoji: '🎉' },
      { type: 'reaction', of },
    ])
    expect(new Set(events.map(({ event }) => event.kind === 'remark' && event.id)).size).toBe(3)
  })

  it('tells that the user blocked the bot, or took that back', async () => {
    const became = (status: string) => fromMaria({ new_chat_member: { status } }, 'my_chat_member')
    expect(await eventOf(became('kicked'))).toMatchObject({ remark: { type: 'blocked' } })
    expect(await eventOf(became('member'))).toMatchObject({ remark: { type: 'blocked', removed: true } })
  })
})

it('an update of any shape throws nothing, and brings only messages that Interlude takes', async () => {
  const kind = fc.constantFrom('message', 'edited_message', 'callback_query', 'message_reaction', 'my_chat_member')
  const name = fc.constantFrom(
    'text',
    'photo',
    'sticker',
    'contact',
    'venue',
    'location',
    'data',
    'id',
    'from',
    'caption',
    'date',
    'message_id',
    'new_reaction',
    'poll',
  )
  const fields = fc.dictionary(name, fc.oneof(fc.jsonValue(), fc.string({ maxLength: 40_000, size: 'max' })), {
    maxKeys: 5,
  })
  await fc.assert(
    fc.asyncProperty(kind, fields, async (of, given) => {
      const chat = { id: MARIA, type: 'private' }
      const update = { update_id: 1, [of]: { ...given, chat, ...(of === 'callback_query' && { message: { chat } }) } }
      const { events } = await read(update)
      for (const { event } of events) {
        if (event.kind === 'message') expect(InboundMessage.safeParse(event.message).success).toBe(true)
        else expect(event.kind === 'remark' && event.id.length).toBeLessThanOrEqual(128)
      }
    }),
    { numRuns: 150 },
  )
})

function press(query: object, message: object = {}): object {
  const chat = { id: MARIA, type: 'private' }
  const from = { id: MARIA, is_bot: false, first_name: 'Maria' }
  return {
    update_id: 2,
    callback_query: { id: '77', from, message: { message_id: 9, date: 0, chat, ...message }, ...query },
  }
}
