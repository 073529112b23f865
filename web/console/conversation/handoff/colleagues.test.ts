import { describe, expect, it } from 'vitest'
import type { BotAgent } from '../../../../lib/protocol/agents.ts'
import { colleaguesIn, matching } from './colleagues.ts'

const nobody = new Set<string>()

const named = (...agents: { readonly id: string; readonly name?: string }[]): BotAgent[] =>
  agents.map(agent => ({ status: 'online', load: 0, ...agent }))

describe('the colleagues to choose from', () => {
  it('are the agents online without those who need no transfer', () => {
    const online = named({ id: 'ana', name: 'Ana' }, { id: 'ben', name: 'Ben' }, { id: 'x7' })
    expect(colleaguesIn(online, new Set(['ana']))).toEqual([
      { id: 'ben', name: 'Ben', load: 0 },
      { id: 'x7', name: 'x7', load: 0 },
    ])
  })

  it('tell who takes no more, after those who do, and leave out who is offline', () => {
    const all: BotAgent[] = [
      { id: 'ana', status: 'away', load: 1 },
      { id: 'ben', status: 'online', load: 5, capacity: 5 },
      { id: 'eva', status: 'offline', load: 2 },
      { id: 'flo', status: 'online', load: 4, capacity: 5 },
    ]
    expect(colleaguesIn(all, nobody)).toEqual([
      { id: 'flo', name: 'flo', load: 4, capacity: 5 },
      { id: 'ana', name: 'ana', not: 'away', load: 1 },
      { id: 'ben', name: 'ben', not: 'full', load: 5, capacity: 5 },
    ])
  })

  it('show their ids if two of those online have the same name', () => {
    const online = named({ id: 'ben-1', name: 'Ben' }, { id: 'ben-2', name: 'Ben' }, { id: 'eva', name: 'Eva' })
    expect(colleaguesIn(online, new Set(['ben-1']))).toMatchObject([
      { id: 'ben-2', name: 'Ben', more: 'ben-2' },
      { id: 'eva', name: 'Eva' },
    ])
  })

  it('are found by a part of the name or the id, whatever its case and accents', () => {
    const all = colleaguesIn(named({ id: 'u1', name: 'Zoë Müller' }, { id: 'support-2' }), nobody)
    expect(matching(all, ' zoe m', undefined).map(({ id }) => id)).toEqual(['u1'])
    expect(matching(all, 'PORT', undefined).map(({ id }) => id)).toEqual(['support-2'])
    expect(matching(all, '', undefined)).toEqual(all)
    expect(matching(all, 'ben', undefined)).toEqual([])
  })

  it('keep the chosen one in sight', () => {
    const all = colleaguesIn(named({ id: 'ben', name: 'Ben' }, { id: 'eva', name: 'Eva' }), nobody)
    expect(matching(all, 'eva', 'ben')).toEqual(all)
  })
})
