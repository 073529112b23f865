import { describe, expect, it } from 'vitest'
import { CannedReply } from '../../../../lib/protocol/canned-reply.ts'
import { checkReply, MAX_CHARS } from './check.ts'

const hello = { name: 'Hello', value: 'Hello {{user.fullName|there}}!' }

describe("an agent's own reply", () => {
  it('is good with a name of its own and known variables', () => {
    expect(checkReply({ name: ' Hello ', value: ` ${hello.value}\n` }, [])).toEqual({
      reply: hello,
      faults: {},
      isGood: true,
    })
  })

  it.each([
    [{ ...hello, name: ' ' }, { name: { kind: 'missing' } }],
    [{ ...hello, name: 'Bye' }, { name: { kind: 'nameTaken' } }],
    [{ ...hello, value: '\n' }, { value: { kind: 'missing' } }],
    [{ ...hello, value: 'Hi {{user.name}}' }, { value: { kind: 'unknown', at: '{{user.name}}' } }],
    [{ ...hello, value: 'Hi {{user.id' }, { value: { kind: 'unclosed', at: '{{user.id' } }],
    [
      { name: '', value: '' },
      { name: { kind: 'missing' }, value: { kind: 'missing' } },
    ],
  ])('is not saved with a wrong field: %#', (typed, faults) => {
    expect(checkReply(typed, [{ name: 'Bye', value: 'Bye!' }])).toMatchObject({ faults, isGood: false })
  })

  it('may be as long as the protocol allows', () => {
    const longest = { name: 'n'.repeat(MAX_CHARS.name), value: 'v'.repeat(MAX_CHARS.value) }
    expect(CannedReply.safeParse(longest).success).toBe(true)
    expect(CannedReply.safeParse({ ...longest, name: `${longest.name}n` }).success).toBe(false)
    expect(CannedReply.safeParse({ ...longest, value: `${longest.value}v` }).success).toBe(false)
  })
})
