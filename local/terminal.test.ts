import { describe, expect, it, vi } from 'vitest'
import type { Entry } from '../lib/protocol/entry.ts'
import { describe as linesOf } from './agent-view.ts'
import { createLog } from './logger.ts'
import { plainJson, plainLine } from './terminal.ts'

/** Control characters that a terminal must never get: all but the tab. */
const OBEYED = /[^\P{Cc}\t]|\p{Bidi_Control}|\p{Zl}|\p{Zp}/u

const TITLE = '\u001b]0;pwned\u0007'
const CLIPBOARD = '\u001b]52;c;Y3VybCBldmlsLmV4YW1wbGV8c2g=\u0007'
const REWRITE = '\u001b[1A\u001b[2K\u001b[32m● agent Ana: fake line\u001b[0m'
const REVIEW = `${TITLE}${CLIPBOARD}${REWRITE}`

describe('a plain line', () => {
  it.each([
    ['the title', TITLE, '␛]0;pwned␇'],
    ['the clipboard', CLIPBOARD, '␛]52;c;Y3VybCBldmlsLmV4YW1wbGV8c2g=␇'],
    ['lines before it', REWRITE, '␛[1A␛[2K␛[32m● agent Ana: fake line␛[0m'],
    ['the same by C1', '\u009b1A\u009d0;x\u009c', '�1A�0;x�'],
    ['a line of its own', 'hi\r\n● agent Ana: fake\u0085\u2028\u2029', 'hi␍␊● agent Ana: fake���'],
    ['the order of words', '\u202eevil\u202c \u2066x\u2069 \u200f\u061c', '�evil� �x� ��'],
    ['backspaces', 'Ana\b\b\bBob\u007f\u0000', 'Ana␈␈␈Bob␡␀'],
  ])('replaces the control characters of an attack: %s', (_, text, shown) => {
    expect(plainLine(text)).toBe(shown)
  })

  it('keeps tabs and printable characters of every language', () => {
    for (const text of ['a\tb', 'Grüße', 'שלום', 'مرحبا', 'می‌خواهم', '👩‍👩‍👧', 'ไทย', 'é'])
      expect(plainLine(text)).toBe(text)
  })

  it('contains no character that a terminal obeys, for each code unit', () => {
    for (let code = 0; code <= 0xffff; code++) {
      const line = plainLine(String.fromCharCode(code))
      if (OBEYED.test(line)) expect.fail(`U+${code.toString(16)} is obeyed`)
    }
  })
})

describe("the agent's view", () => {
  const at = '2026-01-05T09:00:00.000Z'
  const by = { type: 'user', id: REVIEW, name: REVIEW } as const
  const agent = { id: REVIEW, name: REVIEW }
  const entries = [
    { kind: 'message', by, text: REVIEW, type: 'text' },
    { kind: 'message', by, type: REVIEW },
    { kind: 'withheld', text: REVIEW },
    { kind: 'paused', by, trigger: REVIEW, reason: REVIEW },
    { kind: 'resumed', by, outcome: REVIEW },
    { kind: 'assigned', agent },
    { kind: 'transferred', reason: REVIEW },
    { kind: 'note', by: agent, text: REVIEW },
    { kind: 'undeliverable', of: 1, reason: REVIEW },
  ].map((entry, seq) => ({ seq, at, ...entry })) as unknown as Entry[]

  it('contains nothing that a terminal obeys, whichever field of a frame carries it', () => {
    const session = { id: REVIEW }
    const frames = [
      { type: 'error', code: REVIEW, detail: REVIEW },
      { type: 'typing', session: REVIEW, from: REVIEW, on: true },
      { type: 'entries', session: REVIEW, after: 0, upto: 9, entries },
      {
        type: 'inbox',
        events: [
          { type: 'hitl.new_session', session },
          { type: 'hitl.session.changed', id: REVIEW, isPaused: true, session },
          { type: 'hitl.message', session, message: { source: REVIEW, text: REVIEW, type: 'text' } },
          { type: 'hitl.message', session, message: { source: REVIEW, text: null, type: REVIEW } },
        ],
      },
    ] as unknown as Parameters<typeof linesOf>[0][]
    const lines = frames.flatMap(linesOf)

    expect(lines).toHaveLength(1 + 1 + entries.length + 4)
    for (const line of lines) {
      expect(line).toContain('␛]52;c;')
      expect(line).not.toMatch(OBEYED)
    }
  })
})

it("the agent's view shows content without a text by its names and addresses", () => {
  const by = { type: 'bot' }
  const payload = { url: 'https://shop.example/tent.jpg', alt: 'A tent' }
  const entries = [
    { kind: 'message', seq: 1, by, type: 'image', payload },
    { kind: 'withheld', seq: 2, type: 'image', payload },
    { kind: 'withheld', seq: 3, of: 1 },
  ] as unknown as Entry[]
  expect(linesOf({ type: 'entries', session: 'ses_', after: 0, upto: 3, entries })).toEqual([
    '    1 bot: A tent␊https://shop.example/tent.jpg',
    '    2 [draft of the bot, not shown to the user] A tent␊https://shop.example/tent.jpg',
    '    3 [draft of the bot, not shown to the user] ',
  ])
})

describe('the log', () => {
  it('is JSON without characters that a terminal obeys', () => {
    const written: string[] = []
    const write = vi.spyOn(process.stderr, 'write').mockImplementation(text => {
      written.push(String(text))
      return true
    })
    const words = `${REVIEW}\u009b1A\u007f\u202e\u2028`
    createLog('info').warn('a call failed', { words })
    write.mockRestore()

    const [line = ''] = written
    expect(line.trimEnd()).not.toMatch(OBEYED)
    expect(JSON.parse(line)).toMatchObject({ message: 'a call failed', words })
  })
})

it('plainJson escapes the same characters in indented JSON, and keeps its lines', () => {
  const value = { a: 'x\u001b[2J\u009b\u202ey\u007f' }
  const text = plainJson(value, 2)
  expect(text.split('\n')).toEqual(['{', '  "a": "x\\u001b[2J\\u009b\\u202ey\\u007f"', '}'])
  expect(JSON.parse(text)).toEqual(value)
})
