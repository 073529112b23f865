import { describe, expect, it } from 'vitest'
import { colleaguesIn, matching } from './colleagues.ts'

const nobody = new Set<string>()

describe('the colleagues to choose from', () => {
  it('are the agents online without those who need no transfer', () => {
    const online = [{ id: 'ana', name: 'Ana' }, { id: 'ben', name: 'Ben' }, { id: 'x7' }]
    expect(colleaguesIn(online, new Set(['ana']))).toEqual([
      { id: 'ben', name: 'Ben' },
      { id: 'x7', name: 'x7' },
    ])
  })

  it('show their ids if two of those online have the same name', () => {
    const online = [
      { id: 'ben-1', name: 'Ben' },
      { id: 'ben-2', name: 'Ben' },
      { id: 'eva', name: 'Eva' },
    ]
    expect(colleaguesIn(online, new Set(['ben-1']))).toEqual([
      { id: 'ben-2', name: 'Ben', more: 'ben-2' },
      { id: 'eva', name: 'Eva' },
    ])
  })

  it('are found by a part of the name or the id, whatever its case and accents', () => {
    const all = colleaguesIn([{ id: 'u1', name: 'Zoë Müller' }, { id: 'support-2' }], nobody)
    expect(matching(all, ' zoe m', undefined).map(({ id }) => id)).toEqual(['u1'])
    expect(matching(all, 'PORT', undefined).map(({ id }) => id)).toEqual(['support-2'])
    expect(matching(all, '', undefined)).toEqual(all)
    expect(matching(all, 'ben', undefined)).toEqual([])
  })

  it('keep the chosen one in sight', () => {
    const all = colleaguesIn(
      [
        { id: 'ben', name: 'Ben' },
        { id: 'eva', name: 'Eva' },
      ],
      nobody,
    )
    expect(matching(all, 'eva', 'ben')).toEqual(all)
  })
})
