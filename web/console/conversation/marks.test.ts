import { describe, expect, it } from 'vitest'
import { defined } from '../../../lib/defined.ts'
import type { NoteEntry, NoteRemark } from '../../../lib/protocol/entry.ts'
import { de } from '../texts/de.ts'
import { en, type Texts } from '../texts/en.ts'
import { fr } from '../texts/fr.ts'
import { markParts } from './marks.ts'

const place = { seq: 2, at: '2026-01-05T09:00:00.000Z', epoch: 0 } as const
const note = { ...place, kind: 'note', by: { type: 'user' }, text: 'new words' } as const satisfies NoteEntry
const message = { ...place, kind: 'message', direction: 'out', by: { type: 'bot' }, type: 'text' } as const

function told(remark: NoteRemark, texts: Texts = en, text?: string) {
  const of = text === undefined ? undefined : { ...message, text }
  const { sentence, words } = markParts({ entry: { ...note, remark }, of }, 'Maria', {}, texts)
  return words === undefined ? [sentence] : [sentence, words]
}

const reaction = { type: 'reaction', of: 1, emoji: '❤️' } as const

describe('a remark of the user', () => {
  it('says what the user did, and to which message', () => {
    expect(told(reaction, en, 'It comes on\nThursday.')).toEqual(['Maria reacted with ❤️ to “It comes on Thursday.”'])
    expect(told({ ...reaction, removed: true }, en, 'hello')).toEqual(['Maria removed ❤️ from “hello”'])
    expect(told({ type: 'deleted', of: 1 }, en, 'hello')).toEqual(['Maria deleted “hello”'])
    expect(told({ type: 'edited', of: 1 }, en, 'hello')).toEqual(['Maria changed “hello”', 'new words'])
  })

  it('says that the user blocked the account, or no longer does', () => {
    expect(told({ type: 'blocked' })).toEqual(['Maria blocked the account: no message arrives'])
    expect(told({ type: 'blocked', removed: true }, de)).toEqual(['Maria blockiert das Konto nicht mehr'])
  })

  it('says that it is about a message if the log lacks its words', () => {
    expect(told({ type: 'deleted', of: 'm_1' })).toEqual(['Maria deleted a message'])
    expect(told({ type: 'edited', of: 'm_1' }, de)).toEqual(['Maria hat eine Nachricht geändert', 'new words'])
    expect(told(reaction, fr)).toEqual(['Maria a réagi par ❤️ à un message'])
  })

  it('quotes the beginning of a long message', () => {
    const [sentence = ''] = told({ type: 'deleted', of: 1 }, en, 'long '.repeat(50))
    expect(sentence.length).toBeLessThan(100)
  })
})

describe('a rating', () => {
  const rated = { ...place, kind: 'rated', by: { type: 'user' }, stars: 4, comment: 'quick', episode: 1 } as const

  it('has the stars and the comment of the user', () => {
    const sentences = [en, de, fr].map(texts => markParts({ entry: rated, of: undefined }, 'Maria', {}, texts))
    expect(sentences.map(({ sentence }) => sentence)).toEqual([
      'Maria rated it: 4 of 5 stars',
      'Maria hat bewertet: 4 von 5 Sternen',
      'Maria a donné son avis : 4 sur 5',
    ])
    expect(sentences.map(({ words }) => words)).toEqual(['quick', 'quick', 'quick'])
  })
})

describe('a snooze', () => {
  const ana = { type: 'agent', id: 'ana', name: 'Ana' } as const
  const markOf = (entry: Parameters<typeof markParts>[0]['entry'], until?: string) =>
    markParts({ entry, of: undefined }, 'Maria', defined({ until }), en).sentence

  it('says who snoozed until when, and who woke', () => {
    const snoozed = { ...place, kind: 'snoozed', by: ana, episode: 1 } as const
    const woken = { ...place, kind: 'woken', episode: 1 } as const
    expect(markOf(snoozed, '09:00')).toBe('Ana snoozed it until 09:00')
    expect(markOf(snoozed)).toBe('Ana snoozed it until the user writes')
    expect(markOf({ ...woken, by: { type: 'user' } })).toBe('Maria ended the snooze')
    expect(markOf({ ...woken, by: { type: 'system' } })).toBe('The snooze is over')
  })
})
