import { expect } from 'vitest'

type Json = Record<string, unknown>

export const long = (length: number) => 'x'.repeat(length)
export const emoji = (length: number) => '😀'.repeat(length)
export const image = { url: 'https://example.com/a.png', alt: null }

/** Messages as connectors send them, the entry that is logged, and the paths that are reported. */
export const messages: readonly (readonly [what: string, sent: unknown, logged: Json, warned: readonly string[]])[] = [
  ['a null user', { text: 'hi', user: null }, { text: 'hi' }, []],
  ['nulls everywhere', { id: null, type: null, text: 'hi', payload: null, at: null }, { type: 'text', text: 'hi' }, []],
  ['an unknown field', { text: 'hi', delay: 3 }, { text: 'hi' }, ['delay']],
  ['text in place of an object', 'hi', { type: 'text', text: 'hi' }, ['']],
  ['empty text of an image', { type: 'image', text: '', payload: image }, { type: 'image', payload: image }, ['text']],
  ['a payload and no type', { payload: image }, { type: 'custom', payload: image }, ['type']],
  ['a number as text', { text: 5 }, { text: '5' }, ['text']],
  ['an object as text', { text: { de: 'Hallo' } }, { type: 'custom', payload: { text: { de: 'Hallo' } } }, ['text']],
  ['a list as payload', { type: 'file', payload: [1] }, { type: 'file', payload: { value: [1] } }, ['payload']],
  [
    'an unknown type',
    { type: 'carousel', payload: { cards: [] } },
    { type: 'custom', payload: { type: 'carousel', cards: [] } },
    ['type'],
  ],
  ['an unknown type and text', { type: 'carousel', text: 'hi' }, { type: 'text', text: 'hi' }, ['type']],
  ['a type in capitals', { type: 'TEXT', text: 'hi' }, { type: 'text', text: 'hi' }, ['type']],
  ['a number as id', { id: 17, text: 'hi' }, { clientId: '17', text: 'hi' }, ['id']],
  ['an empty id', { id: '', text: 'hi' }, { text: 'hi' }, ['id']],
  ['a long id', { id: long(129), text: 'hi' }, { clientId: expect.stringMatching(/^sha256:.{43}$/) }, ['id']],
  [
    'a time of another zone',
    { text: 'hi', at: '2026-01-05T09:00:00+01:00' },
    { sentAt: '2026-01-05T08:00:00.000Z' },
    ['at'],
  ],
  ['a time in seconds', { text: 'hi', at: 1767603600 }, { sentAt: '2026-01-05T09:00:00.000Z' }, ['at']],
  ['a time in milliseconds', { text: 'hi', at: 1767603600123 }, { sentAt: '2026-01-05T09:00:00.123Z' }, ['at']],
  ['digits as time', { text: 'hi', at: '1767603600' }, { sentAt: '2026-01-05T09:00:00.000Z' }, ['at']],
  ['a time that cannot be parsed', { text: 'hi', at: 'yesterday' }, { text: 'hi' }, ['at']],
]

/** Profiles as connectors send them, the stored profile, and the paths that are reported. */
export const users: readonly (readonly [what: string, told: unknown, known: Json, warned: readonly string[]])[] = [
  ['an empty picture', { avatarUrl: '' }, {}, ['user.avatarUrl']],
  ['a long picture', { avatarUrl: `https://example.com/${long(600)}` }, {}, ['user.avatarUrl']],
  ['a picture as data', { avatarUrl: 'data:image/png;base64,AAAA' }, {}, ['user.avatarUrl']],
  ['a script as picture', { avatarUrl: 'javascript:alert(1)' }, {}, ['user.avatarUrl']],
  ['a long name', { fullName: emoji(201) }, { fullName: emoji(200) }, ['user.fullName']],
  ['a long language', { language: long(36), fullName: 'Bo' }, { fullName: 'Bo' }, ['user.language']],
  ['an unknown field', { admin: true, language: 'de' }, { language: 'de' }, ['user.admin']],
  [
    'attributes of 17 KB',
    { fullName: 'Bo', attributes: { a: long(17_000), b: 1 } },
    { fullName: 'Bo', attributes: { b: 1 } },
    ['user.attributes.a'],
  ],
  [
    'a long name of an attribute',
    { attributes: { [long(101)]: 1, b: null, c: { d: null } } },
    { attributes: { c: { d: null } } },
    [`user.attributes.${long(101)}`],
  ],
  ['attributes that are a list', { fullName: 'Bo', attributes: ['x'] }, { fullName: 'Bo' }, ['user.attributes']],
  ['text in place of an object', 'Bo', {}, ['user']],
]

/** Answers of bots, the words that the user gets, and the reason of the handoff. */
export const answers: readonly (readonly [
  what: string,
  answer: unknown,
  texts: readonly string[],
  handoff?: string,
])[] = [
  ['a null handoff', { replies: [{ text: 'hi' }], handoff: null }, ['hi']],
  ['an unknown field', { replies: [{ text: 'hi', id: 'r1', delay: 3 }], intent: 'greet' }, ['hi']],
  ['an empty reply', { replies: [{ text: '' }, { text: 'x' }] }, ['x']],
  ['only an empty reply', { replies: [{ text: '' }] }, []],
  ['an image with empty text', { replies: [{ type: 'image', text: '', payload: image }] }, ['(image)']],
  ['a reply of an unknown type', { replies: [{ type: 'buttons', payload: { a: 1 } }] }, ['(custom)']],
  ['an invalid reply beside a valid one', { replies: [{ typing: true }, 'x', 5] }, ['x']],
  ['one reply in place of a list', { replies: { text: 'hi' } }, ['hi']],
  ['text in place of a list', { replies: 'hi' }, ['hi']],
  ['a bare list', [{ text: 'hi' }, 'you'], ['hi', 'you']],
  ['a bare reply', { text: 'hi' }, ['hi']],
  ['25 replies', { replies: Array(25).fill('hi') }, Array(25).fill('hi')],
  ['60 replies', { replies: Array(60).fill('hi') }, Array(50).fill('hi')],
  ['a long reason', { replies: ['hi'], handoff: { reason: emoji(501) } }, ['hi'], emoji(500)],
  ['a handoff without a reason', { replies: ['hi'], handoff: {} }, ['hi'], 'the bot asked for a person'],
  ['true as handoff', { handoff: true }, [], 'the bot asked for a person'],
  ['text as handoff', { handoff: 'too hard' }, [], 'too hard'],
  ['a handoff with an unknown priority', { handoff: { reason: 'hard', priority: 'soon', to: 'x' } }, [], 'hard'],
]

/** Pauses as others send them, the entry that is logged, and the paths that are reported. */
export const pauses: readonly (readonly [what: string, sent: unknown, logged: Json, warned: readonly string[]])[] = [
  ['a null reason', { reason: null, trigger: null, priority: null, id: null }, { trigger: 'operator' }, []],
  ['a long reason', { reason: emoji(501) }, { reason: emoji(500) }, ['reason']],
  ['a long trigger', { trigger: long(65) }, { trigger: long(64) }, ['trigger']],
  ['a trigger of two lines', { trigger: 'a\r\n\u202eb' }, { trigger: 'a b' }, ['trigger']],
  ['an unknown priority', { priority: 'soon' }, { priority: 'normal' }, ['priority']],
  ['a priority in capitals', { priority: 'HIGH' }, { priority: 'high' }, ['priority']],
  ['an unknown field', { reason: 'x', by: 'me' }, { reason: 'x' }, ['by']],
  ['a list in place of an object', [], { trigger: 'operator' }, ['']],
]
