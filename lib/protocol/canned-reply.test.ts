import { describe, expect, it } from 'vitest'
import { BotConfig } from './config.ts'

/** The problems of a configuration, by the path of the field. */
function problemsOf(config: object): Readonly<Record<string, string>> {
  const { error } = BotConfig.safeParse({ mode: 'gate', ...config })
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]))
}

const hello = { name: 'Hello', value: 'Hello {{user.fullName|there}},\n\nI am {{agentName}}.' }

describe('the canned replies of a configuration', () => {
  it('are none by default, and / opens them', () => {
    expect(BotConfig.parse({ mode: 'gate' })).toMatchObject({ replies: [], replyTrigger: '/' })
  })

  it('keep their text and its variables', () => {
    expect(BotConfig.parse({ mode: 'gate', replies: [hello] }).replies).toEqual([hello])
  })

  it.each([
    ['an unknown variable', [{ name: 'a', value: '{{user.firstName}}' }], 'replies.0.value'],
    ['a variable that nothing closes', [{ name: 'a', value: 'Hi {{user.id' }], 'replies.0.value'],
    ['a blank text', [{ name: 'a', value: ' ' }], 'replies.0.value'],
    ['a text that is too long', [{ name: 'a', value: 'x'.repeat(4_001) }], 'replies.0.value'],
    ['no name', [{ name: ' ', value: 'x' }], 'replies.0.name'],
    ['the name of another one', [hello, { ...hello, name: 'Hello ' }], 'replies.1.name'],
    ['an unknown field', [{ ...hello, text: 'x' }], 'replies.0'],
    ['too many', Array.from({ length: 201 }, (_, n) => ({ name: `${n}`, value: 'x' })), 'replies'],
    ['too many bytes', Array.from({ length: 20 }, (_, n) => ({ name: `${n}`, value: 'x'.repeat(3_900) })), 'replies'],
  ])('are refused with %s', (_what, replies, path) => {
    expect(Object.keys(problemsOf({ replies }))).toEqual([path])
  })

  it('are opened by one punctuation mark or symbol', () => {
    for (const replyTrigger of ['/', '#', ';', '§', '€', '¿', '😀']) expect(problemsOf({ replyTrigger })).toEqual({})
    for (const replyTrigger of ['', ' ', 'a', 'é', '7', '//', '\n', '\u200e']) {
      expect(problemsOf({ replyTrigger })).toEqual({
        replyTrigger: 'must be one punctuation mark or symbol, such as /',
      })
    }
  })
})
