import { describe, expect, it } from 'vitest'
import type { ListedReply } from '../../../../lib/protocol/routes/replies.ts'
import { matching } from './matching.ts'

const reply = (name: string, value = 'x', scope: ListedReply['scope'] = 'shared'): ListedReply => ({
  name,
  value,
  scope,
})

const replies = [
  reply('Öffnungszeiten', 'Wir sind von 9 bis 17 Uhr da.'),
  reply('Hello', 'Hello {{user.fullName|there}}!'),
  reply('Say hello again'),
  reply('Hello', 'Hi!', 'own'),
  reply('Bye', 'Say hello to your dog.'),
]

const found = (query: string, used: readonly string[] = []) =>
  matching(replies, query, used).map(({ scope, name }) => `${scope}:${name}`)

describe('the list of canned replies', () => {
  it('has all of them in their order, before anything is typed', () => {
    expect(found('')).toEqual([
      'shared:Öffnungszeiten',
      'shared:Hello',
      'shared:Say hello again',
      'own:Hello',
      'shared:Bye',
    ])
  })

  it('begins with those that the agent used last', () => {
    expect(found('', ['shared:Bye', 'own:Hello', 'own:Gone']).slice(0, 3)).toEqual([
      'shared:Bye',
      'own:Hello',
      'shared:Öffnungszeiten',
    ])
  })

  it('puts beginnings of names before other places in names, and those before texts', () => {
    expect(found('hello', ['shared:Bye', 'own:Hello'])).toEqual([
      'own:Hello',
      'shared:Hello',
      'shared:Say hello again',
      'shared:Bye',
    ])
  })

  it('folds letters, and finds nothing for other words', () => {
    expect(found('OFFNUNGS')).toEqual(['shared:Öffnungszeiten'])
    expect(found('nothing')).toEqual([])
  })
})
