import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aPage } from '../../../test/support/stored.ts'
import { InboundMessage } from '../../protocol/message.ts'
import { inbound } from './inbound.ts'
import {
  APP,
  AT,
  echo,
  fromUser,
  JONAS,
  lookupOf,
  MARIA,
  notification,
  OTHER_PAGE,
  PAGE,
  posted,
  userWrites,
} from './test-webhooks.ts'

async function read(body: unknown, lookup = lookupOf()) {
  const reading = await inbound.read(posted(typeof body === 'string' ? body : JSON.stringify(body)), lookup)
  if (reading.status === 'forged') throw new Error(reading.reason)
  return reading
}

type Reading = Awaited<ReturnType<typeof read>>

const textsOf = ({ events }: Reading) =>
  events.map(({ event }) => (event.kind === 'message' ? event.message.text : event.kind))

describe('a notification', () => {
  it('keeps the order of its events, over entries, pages and users', async () => {
    const says = (text: string, userId: string) => userWrites({ mid: text, text }, userId)
    const reading = await read({
      object: 'page',
      entry: [
        { id: PAGE, messaging: [says('1', MARIA), says('2', JONAS), says('3', MARIA)] },
        { id: OTHER_PAGE, messaging: [says('4', MARIA)] },
        { id: PAGE, messaging: [says('5', MARIA)] },
      ],
    })
    expect(textsOf(reading)).toEqual(['1', '2', '3', '4', '5'])
    expect(reading.events.map(({ userId }) => userId)).toEqual([MARIA, JONAS, MARIA, MARIA, MARIA])
    expect(reading.events[3]?.account).toEqual({ botId: 'demo', channel: 'facebook', config: aPage(OTHER_PAGE) })
  })

  it('of 1,000 events is read whole, with one look at each page', async () => {
    const lookup = lookupOf()
    const entry = Array.from({ length: 1_000 }, (_, index) => ({
      id: index % 2 === 0 ? PAGE : OTHER_PAGE,
      messaging: [userWrites({ mid: `m_${index}`, text: String(index) })],
    }))
    const { events, warnings } = await read({ object: 'page', entry }, lookup)
    expect(textsOf({ status: 'read', events, warnings })).toEqual(entry.map((_, index) => String(index)))
    expect(warnings).toEqual([])
    expect(lookup.asked).toEqual([PAGE, OTHER_PAGE])
  })

  it('reports a page that no channel has, and reads the others', async () => {
    const entry = [
      { id: '999', messaging: [userWrites({ text: 'secret words' })] },
      { id: PAGE, messaging: [userWrites({ text: 'hello' })] },
    ]
    const reading = await read({ object: 'page', entry })
    expect(textsOf(reading)).toEqual(['hello'])
    expect(reading.warnings).toEqual(['entry.0 is of a page that no channel has'])
  })

  it.each([
    ['not JSON', '{"object":', 'the body is not a notification about a page'],
    ['empty', '', 'the body is not a notification about a page'],
    ['a list', '[]', 'the body is not a notification about a page'],
    ['about Instagram', '{"object":"instagram","entry":[]}', 'the body is not a notification about a page'],
    ['without entries', '{"object":"page"}', 'entry is not a list'],
    ['with an entry that is null', '{"object":"page","entry":[null]}', 'entry.0 has no id of a page'],
  ])('that is %s is reported, not refused: Meta would send it again', async (_, body, warning) => {
    expect(await read(body)).toEqual({ status: 'read', events: [], warnings: [warning] })
  })

  it('passes on an error of the store, so that Meta sends it again', async () => {
    const lookup = { ...lookupOf(), account: () => Promise.reject(new Error('the store is away')) }
    await expect(inbound.read(posted(JSON.stringify(notification(echo({})))), lookup)).rejects.toThrow('store is away')
  })

  it("reads the test of the app's dashboard", async () => {
    const value = { ...userWrites({ text: 'test_text' }), timestamp: '1527459824' }
    const entry = [
      {
        id: PAGE,
        time: AT,
        changes: [
          { field: 'messages', value },
          { field: 'feed', value: { item: 'like' } },
        ],
      },
    ]
    const reading = await read({ object: 'page', entry })
    expect(reading).toMatchObject({
      events: [{ event: { message: { at: '2018-05-27T22:23:44.000Z' } } }],
      warnings: [],
    })
  })
})

describe('an event that cannot be read', () => {
  it.each([
    ['is no object', 'words', 'unknown) is not an object'],
    ['is empty', {}, 'empty) is of a kind that is not used'],
    [
      'has another kind',
      fromUser({ account_linking: { status: 'linked' } }),
      'account_linking) is of a kind that is not used',
    ],
    ['has a kind that is no word', fromUser({ 'Maria 0170': {} }), 'unknown) is of a kind that is not used'],
    ['has no sender', { ...userWrites({ text: 'secret' }), sender: undefined }, 'message) has no id of a person'],
    [
      'has a reference for its sender',
      { ...userWrites({ text: 'secret' }), sender: { user_ref: 'r' } },
      'message) has no id of a person',
    ],
    [
      'has the page on both sides',
      { ...userWrites({ text: 'secret' }), sender: { id: PAGE } },
      'message) has no id of a person',
    ],
    ['has a sender with an id of two lines', userWrites({ text: 'secret' }, 'a\nb'), 'message) has no id of a person'],
    ['reacts to nothing', fromUser({ reaction: { emoji: '👍' } }), 'reaction) names no message'],
    ['edits nothing', fromUser({ message_edit: { text: 'secret' } }), 'message_edit) names no message'],
  ])('because it %s is reported, and the others are read', async (_, event, warning) => {
    const reading = await read(notification(userWrites({ text: 'before' }), event, userWrites({ text: 'after' })))
    expect(textsOf(reading)).toEqual(['before', 'after'])
    expect(reading.warnings).toEqual([expect.stringContaining(`entry.0.messaging.1 (`)])
    expect(reading.warnings[0]).toContain(warning)
    expect(reading.warnings.join()).not.toMatch(/secret|0170|7000000000/)
  })

  it('is one of many: the reports are bounded', async () => {
    const { warnings } = await read(notification(...Array.from({ length: 1_000 }, () => ({}))))
    expect(warnings).toHaveLength(21)
    expect(warnings.at(-1)).toBe('and 980 more')
  })

  it('is cut if a part of it is too large', async () => {
    const fields = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`field ${index}`, index]))
    const large = userWrites({ attachments: [{ type: 'hologram', payload: fields }] })
    const long = userWrites({ text: '👍'.repeat(100_001) })
    const { events, warnings } = await read(notification(large, long))
    expect(events).toMatchObject([
      { event: { message: { type: 'text', text: '(custom)' } } },
      { event: { message: { type: 'text', text: '👍'.repeat(100_000) } } },
    ])
    expect(warnings).toEqual([
      'entry.0.messaging.0 (message) the payload is too large and was dropped',
      'entry.0.messaging.1 (message) the text was cut to 100000 characters',
    ])
  })

  it('may be nested as deep as it likes', async () => {
    const deep = `${'{"a":['.repeat(50_000)}0${']}'.repeat(50_000)}`
    const around = JSON.stringify(
      notification(userWrites({ attachments: [{ type: 'x', payload: 'DEEP' }] }), userWrites({ text: 'after' })),
    )
    const { events } = await read(around.replace('"DEEP"', deep))
    expect(events).toHaveLength(2)
    expect(JSON.stringify(events[0]?.event).length).toBeLessThan(500)
  })
})

/** Any JSON, and JSON with the names that Meta uses. */
const names = fc.constantFrom(
  ...'sender recipient timestamp message mid text attachments type payload url title quick_reply reply_to is_echo app_id'.split(
    ' ',
  ),
  ...'metadata is_deleted postback referral optin reaction emoji action delivery read watermark message_edit'.split(
    ' ',
  ),
  ...'pass_thread_control take_thread_control new_owner_app_id coordinates lat long sticker_id elements product id'.split(
    ' ',
  ),
  '__proto__',
  'constructor',
)
const { event: hostile } = fc.letrec<{ event: unknown; value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'small' },
    fc.constantFrom(null, true, 0, -1, 1e300, AT, PAGE, MARIA, APP.appId, '', 'image', 'template', '\ud800', 'ses_:1'),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('event'),
  ),
  event: fc.dictionary(names, tie('value'), { maxKeys: 8 }),
}))

describe('hostile shapes', () => {
  it('never stop the reading, and never lose the events around them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(hostile, fc.jsonValue()), { maxLength: 5 }), async shapes => {
        const framed = shapes.flatMap((shape, index) => [
          userWrites({ mid: `known ${index}`, text: `known ${index}` }),
          shape,
        ])
        const { events } = await read(notification(...framed))
        const messages = events.flatMap(({ event }) => (event.kind === 'message' ? [event.message] : []))
        expect(messages.filter(({ id }) => id?.startsWith('known ')).map(({ text }) => text)).toEqual(
          shapes.map((_, index) => `known ${index}`),
        )
        for (const message of messages) expect(InboundMessage.safeParse(message).error).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })

  it('never stop the reading as a body, an entry or a list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(hostile, fc.jsonValue()), hostile, async (shape, entry) => {
        const bodies = [
          shape,
          { object: 'page', entry: shape },
          { object: 'page', entry: [{ ...Object(entry), id: PAGE, messaging: shape }] },
        ]
        for (const body of bodies) expect((await read(body)).status).toBe('read')
      }),
      { numRuns: 200 },
    )
  })

  it('get no words of theirs into a report', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async shape => {
        const marked = JSON.stringify(notification(shape)).replaceAll(MARIA, 'MARKED').replaceAll('image', 'MARKED')
        expect((await read(marked)).warnings.join()).not.toContain('MARKED')
      }),
      { numRuns: 200 },
    )
  })
})
