import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { defined } from '../defined.ts'
import { BotAnswer, PostReplies } from './bot.ts'
import { PauseBody, UnpauseBody } from './control-bodies.ts'
import { NoteBody, SayBody } from './conversation.ts'
import { type Mender, menders, readTolerantly } from './mend.ts'
import { Content, InboundMessage } from './message.ts'
import { AddressedMessage } from './routes.ts'

const tools = { digest: (text: string) => `digest of ${text.length}` }

function read<S extends z.ZodType>(schema: S, input: unknown) {
  const result = readTolerantly(schema, input, tools)
  if (!result.success) throw new Error(result.error.issues.map(({ path }) => path.join('.')).join(', '))
  return result
}

/** The data read from an input, and the paths that are reported. */
function mended(schema: z.ZodType, input: unknown) {
  const { data, warnings } = read(schema, input)
  return { data, paths: warnings.map(({ path }) => path) }
}

describe('valid input', () => {
  it('is read by its schema alone, without a mender', () => {
    const unused: Mender = { mend: () => expect.fail('a mender was asked') }
    const schema = z.strictObject({ name: z.string().register(menders, unused), more: z.array(z.string()).default([]) })
    expect(read(schema, { name: 'x' })).toEqual({
      success: true,
      data: { name: 'x', more: [] },
      warnings: [],
      lost: [],
    })
  })
})

describe('fields of an object', () => {
  const schema = z.strictObject({ must: z.string(), may: z.string().exactOptional(), has: z.int().default(7) })

  it('are absent if they are null, without a warning', () => {
    expect(mended(schema, { must: 'x', may: null, has: null })).toEqual({ data: { must: 'x', has: 7 }, paths: [] })
  })
  it('are dropped if they are unknown, or optional and invalid', () => {
    const input = { must: 'x', may: 5, has: 'many', other: 1, __proto__: 1 }
    expect(mended(schema, input)).toEqual({ data: { must: 'x', has: 7 }, paths: ['other', 'may', 'has'] })
  })
  it('cause an error if they are required and invalid', () => {
    expect(() => read(schema, { may: 5 })).toThrow('must')
    expect(() => read(schema, { must: null })).toThrow('must')
  })
  it('are reported up to 20 of them, and the rest as a number', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, index]))
    const { warnings } = read(schema, { must: 'x', ...many })
    expect(warnings).toHaveLength(21)
    expect(warnings.at(-1)).toEqual({ path: '', message: 'and 4980 more' })
  })
  it('never show their value in a warning', () => {
    const input = {
      text: 'x',
      type: 'SECRET',
      id: ['SECRET'],
      at: 'SECRET',
      user: { avatarUrl: 'SECRET', language: 5 },
    }
    const { warnings } = read(InboundMessage, input)
    expect(warnings.map(({ path }) => path)).toEqual(['type', 'id', 'user.avatarUrl', 'user.language', 'at'])
    expect(JSON.stringify(warnings)).not.toMatch(/secret/i)
  })
})

describe("a message's content", () => {
  const image = { url: 'https://example.com/a.png', alt: null }
  it.each([
    ['text alone', 'hi', { type: 'text', text: 'hi' }],
    ['no text beside a payload', { type: 'image', text: '', payload: image }, { type: 'image', payload: image }],
    ['null text beside a payload', { type: 'image', text: null, payload: image }, { type: 'image', payload: image }],
    ['a number as text', { text: 5 }, { type: 'text', text: '5' }],
    ['a boolean as text', { text: false }, { type: 'text', text: 'false' }],
    ['a list of lines as text', { text: ['a', 'b'] }, { type: 'text', text: 'a\nb' }],
    ['a list of numbers as text', { text: [1] }, { type: 'custom', payload: { text: [1] } }],
    [
      'an object as text beside a payload',
      { text: { de: 'a' }, payload: { text: 1 } },
      { type: 'custom', payload: { text: { de: 'a' }, payload: { text: 1 } } },
    ],
    ['a payload that is a list', { type: 'file', payload: [1] }, { type: 'file', payload: { value: [1] } }],
    ['a null payload', { text: 'x', payload: null }, { type: 'text', text: 'x' }],
    [
      'an unknown type with a payload',
      { type: 'card', payload: image },
      { type: 'custom', payload: { type: 'card', ...image } },
    ],
    [
      'an unknown type and a payload that has one',
      { type: 'card', payload: { type: 'own' } },
      { type: 'custom', payload: { type: 'own' } },
    ],
    ['an unknown type with text', { type: 'card', text: 'x' }, { type: 'text', text: 'x' }],
    ['a type in capitals', { type: 'IMAGE', payload: image }, { type: 'image', payload: image }],
    ['a text without text', { type: 'text', payload: image }, { type: 'custom', payload: image }],
    ['a payload without a type', { payload: image }, { type: 'custom', payload: image }],
    ['an unknown field', { text: 'x', delay: 3 }, { type: 'text', text: 'x' }],
  ])('is understood as a message with %s', (_what, input, data) => {
    expect(mended(Content, input).data).toEqual(data)
    expect(mended(InboundMessage, input).data).toEqual(data)
    expect(mended(SayBody, input).data).toEqual(data)
    expect(mended(BotAnswer, { replies: [input] }).data).toEqual({ replies: [data] })
  })
  it.each([{}, { text: '' }, { text: null }, { payload: null }, { type: 'image' }, 5, null])(
    'is refused as a message: %j',
    input => {
      for (const schema of [Content, InboundMessage, SayBody]) expect(() => read(schema, input)).toThrow()
    },
  )
  it('may be missing from a signal', () => {
    expect(mended(InboundMessage, { type: 'Typing', text: '' }).data).toEqual({ type: 'typing' })
    expect(() => read(Content, { type: 'typing' })).toThrow('text')
  })
})

describe('the times of an input', () => {
  const at = (value: unknown) => (mended(InboundMessage, { text: 'x', at: value }).data as { at?: string }).at
  it.each([
    ['2026-01-05T09:00:00+01:00', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T09:00:00.123456+0100', '2026-01-05T08:00:00.123Z'],
    ['2026-01-05 09:00-02:30', '2026-01-05T11:30:00.000Z'],
    ['2026-01-05t09:00:00z', '2026-01-05T09:00:00.000Z'],
    [1767603600, '2026-01-05T09:00:00.000Z'],
    [1767603600123, '2026-01-05T09:00:00.123Z'],
    ['1767603600', '2026-01-05T09:00:00.000Z'],
    ['1767603600123', '2026-01-05T09:00:00.123Z'],
    ['1767603600.5', '2026-01-05T09:00:00.500Z'],
  ])('are converted to UTC: %j', (value, utc) => {
    expect(at(value)).toBe(utc)
  })
  it.each(['', 'now', 0, 5, -1, 1e300, 1767603600123456, '2026-02-30T09:00:00+01:00', '2026-01-05T09:00:00', {}])(
    'are dropped if they are invalid: %j',
    value => {
      expect(at(value)).toBeUndefined()
    },
  )
})

describe('the ids of an input', () => {
  const id = (value: unknown) => (mended(InboundMessage, { text: 'x', id: value }).data as { id?: string }).id
  it('become text, a digest or undefined if they identify commands', () => {
    expect([5, '', null, 'x'.repeat(129), 2 ** 60, {}].map(id)).toEqual([
      '5',
      undefined,
      undefined,
      'digest of 129',
      undefined,
      undefined,
    ])
  })

  const addressed = { channel: 'api', userId: 'u', text: 'x' }
  it('become text in an address if they are whole numbers', () => {
    const numbers = { ...addressed, channel: 1, userId: 123456789, threadId: 7 }
    expect(mended(AddressedMessage, numbers).data).toMatchObject({ channel: '1', userId: '123456789', threadId: '7' })
    for (const none of [null, '']) {
      expect(mended(AddressedMessage, { ...addressed, threadId: none }).data).not.toHaveProperty('threadId')
    }
  })
  it.each([
    ...[2 ** 53, 1.5, '', null, ' \u0000', 'x'.repeat(257), {}].map(value => ['userId', value] as const),
    ...[2 ** 53, 1.5, 'a\nb', 'x'.repeat(257), [], true].map(value => ['threadId', value] as const),
  ])('cause an error in an address in any other form: %s %j', (field, value) => {
    expect(() => read(AddressedMessage, { ...addressed, [field]: value })).toThrow(field)
  })
})

describe('reading a pause, an unpause or a note', () => {
  it('cuts the trigger and the reason of a pause', () => {
    const emoji = `${'x'.repeat(499)}😀😀`
    const body = { trigger: `${'t'.repeat(63)}\n\u202e!`, reason: emoji, priority: 'HIGH', more: 1 }
    expect(mended(PauseBody.default({}), body)).toEqual({
      data: { trigger: 't'.repeat(63), reason: `${'x'.repeat(499)}😀`, priority: 'high' },
      paths: ['more', 'trigger', 'trigger', 'reason', 'priority'],
    })
  })
  it.each([null, [], 'please', { reason: null, trigger: '', priority: 'soon', id: '' }])(
    'reads an empty pause from %j',
    body => {
      expect(mended(PauseBody.default({}), body).data).toEqual({})
    },
  )
  it('normalizes or drops the outcome of an unpause, and cuts its comment', () => {
    expect(mended(UnpauseBody, { outcome: 'Resolved', comment: 5 }).data).toEqual({ outcome: 'resolved', comment: '5' })
    expect(mended(UnpauseBody, { outcome: 'expired', comment: 'x'.repeat(2001) }).data).toEqual({
      comment: 'x'.repeat(2000),
    })
  })
  it('cuts the text of a note, and refuses an empty one', () => {
    expect(mended(NoteBody, { text: 'x'.repeat(10_001) }).data).toEqual({ text: 'x'.repeat(10_000) })
    expect(() => read(NoteBody, { text: '' })).toThrow('text')
  })
})

describe("a bot's answer", () => {
  const hi = { type: 'text', text: 'hi' }
  it.each([
    [{ replies: 'hi', handoff: null }, { replies: [hi] }],
    [{ replies: { text: 'hi', id: 1 } }, { replies: [hi] }],
    [{ replies: null }, { replies: [] }],
    [{ replies: [{ text: '' }, null, 'hi', { text: null }] }, { replies: [hi] }],
    [{ replies: [{ txt: 'x' }, 5, hi] }, { replies: [hi] }],
    [['hi'], { replies: [hi] }],
    [{ replies: [[{ text: 'hi' }], ['hi', hi]] }, { replies: [hi, hi, hi] }],
    [{ replies: [{ text: ['hi', 'you'] }] }, { replies: [{ type: 'text', text: 'hi\nyou' }] }],
    [{ replies: [{ type: 'x'.repeat(101), payload: { a: 1 } }] }, { replies: [{ type: 'custom', payload: { a: 1 } }] }],
    [{ text: 'hi', delay: 3 }, { replies: [hi] }],
    [{ replies: Array(60).fill('hi') }, { replies: Array(50).fill(hi) }],
    [{ status: 'ok' }, { replies: [] }],
  ])('is read as replies from %j', (body, answer) => {
    expect(mended(BotAnswer, body).data).toEqual(answer)
  })

  const asked = { reason: 'the bot asked for a person', priority: 'normal' }
  it.each([
    [true, asked],
    ['true', asked],
    [{}, asked],
    [{ reason: '', priority: 'soon', queue: 1 }, asked],
    [{ reason: ['x'] }, asked],
    ['too hard', { ...asked, reason: 'too hard' }],
    [
      { reason: 'x'.repeat(501), priority: 'Urgent' },
      { reason: 'x'.repeat(500), priority: 'urgent' },
    ],
    [{ reason: 5 }, { ...asked, reason: '5' }],
    [[1], asked],
    [false, undefined],
    ['', undefined],
    [[], undefined],
    [null, undefined],
  ])('has the handoff %j read as %j', (handoff, request) => {
    expect(mended(BotAnswer, { handoff }).data).toEqual({ replies: [], ...defined({ handoff: request }) })
  })

  it.each([
    ['a number as summary', { summary: 5 }, { summary: '5' }],
    ['a long summary', { summary: 'x'.repeat(2_001) }, { summary: 'x'.repeat(2_000) }],
    ['no text as summary', { summary: {} }, {}],
    ['an empty summary', { summary: '' }, {}],
    ['facts', { context: { order: 7, gift: true, size: 'L' } }, { context: { order: 7, gift: true, size: 'L' } }],
    ['empty facts', { context: { a: null, b: '', c: 0 } }, { context: { c: 0 } }],
    ['nothing but empty facts', { context: { a: null } }, {}],
    ['a list as a fact', { context: { sizes: ['L', 2] } }, { context: { sizes: 'L, 2' } }],
    ['an object as a fact', { context: { a: { b: 1 } } }, { context: { a: '{"b":1}' } }],
    ['a long fact', { context: { a: 'x'.repeat(301) } }, { context: { a: 'x'.repeat(300) } }],
    ['a long name', { context: { [`${'x'.repeat(60)}y`]: 1 } }, { context: { ['x'.repeat(60)]: 1 } }],
    ['a list as context', { context: [1] }, {}],
    ['text as context', { context: 'gold' }, {}],
  ])('has a handoff with %s mended', (_, given, kept) => {
    const { data } = mended(BotAnswer, { handoff: { reason: 'x', ...given } })
    expect(data).toEqual({ replies: [], handoff: { reason: 'x', priority: 'normal', ...kept } })
    expect(mended(PauseBody, given).data).toEqual(kept)
  })

  it('keeps 20 facts, and 4 KB of them, and says how many it dropped', () => {
    const facts = (count: number, length: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`fact ${n}`, 'ü'.repeat(length)]))
    const context = (given: object) => {
      const { data, warnings } = read(PauseBody, { context: given })
      return [Object.keys((data as { context: object }).context).length, warnings.map(({ message }) => message)]
    }
    expect(context(facts(25, 1))).toEqual([20, ['lost 5 facts that do not fit']])
    expect(context(facts(8, 300))).toEqual([6, ['lost 2 facts that do not fit']])
  })

  it('reports as lost the paths that were not understood', () => {
    expect(read(BotAnswer, { replies: [{ txt: 'x' }, hi] }).lost).toEqual(['replies.0'])
    expect(read(BotAnswer, { replies: 5 }).lost).toEqual(['replies'])
    expect(read(BotAnswer, { replies: [{ text: '' }] }).lost).toEqual([])
  })

  it('may have its epoch and turn in digits, and is refused if they are malformed', () => {
    expect(mended(PostReplies, { epoch: '3', inReplyTo: '7', replies: 'hi' }).data).toEqual({
      epoch: 3,
      inReplyTo: 7,
      replies: [hi],
    })
    expect(() => read(PostReplies, { epoch: 3, inReplyTo: 'seven', replies: 'hi' })).toThrow('inReplyTo')
    expect(() => read(PostReplies, { epoch: null, replies: 'hi' })).toThrow('epoch')
  })
})

describe('the condition ifHeld', () => {
  it('becomes a boolean or causes an error, and is never dropped', () => {
    expect(mended(SayBody, { text: 'x', ifHeld: 'true' }).data).toMatchObject({ ifHeld: true })
    expect(() => read(SayBody, { text: 'x', ifHeld: 'yes' })).toThrow('ifHeld')
  })
})

describe("a user's attributes", () => {
  const attributes = (value: unknown) =>
    (mended(InboundMessage, { text: 'x', user: { attributes: value } }).data as InboundMessage).user?.attributes
  it('lose the largest values until the rest fits', () => {
    const some = { a: 1, big: 'x'.repeat(9_000), bigger: 'x'.repeat(9_001), none: null, nested: { none: null } }
    const { bigger: _bigger, ...rest } = some
    expect(attributes(some)).toEqual(rest)
    expect(mended(InboundMessage, { text: 'x', user: { attributes: some } }).paths).toEqual(['user.attributes.bigger'])
  })
  it('lose names over 100 characters, and keep exactly 16,000 characters', () => {
    const full = { a: 'x'.repeat(16_000 - '{"a":""}'.length) }
    expect(attributes(full)).toEqual(full)
    expect(attributes({ ...full, ['n'.repeat(101)]: 1 })).toEqual(full)
    expect(attributes({ a: `${full.a}x`, b: 1 })).toEqual({ b: 1 })
  })
  it.each([[[]], ['x'], [5]])('are dropped if they are not an object: %j', value => {
    expect(attributes(value)).toBeUndefined()
  })
})
