import { describe, expect, it } from 'vitest'
import type { KeyPress } from './keys.ts'
import { ActionRegistry } from './registry.ts'

const press = (key: string, ctrlKey = false): KeyPress => ({
  key,
  ctrlKey,
  metaKey: false,
  altKey: false,
  isComposing: false,
})

const given = () => {
  const registry = new ActionRegistry()
  const ran: string[] = []
  const offer = (id: string, key: string, mod?: true) =>
    registry.offer({ id, label: id, keys: { key, ...(mod && { mod }) }, run: () => ran.push(id) })
  return { registry, ran, offer }
}

describe('the actions on screen', () => {
  it('run on their keys while they are offered', () => {
    const { registry, ran, offer } = given()
    const withdraw = offer('take over', 't')
    expect(registry.press(press('t'), undefined, true)).toBe(true)
    withdraw()
    expect(registry.press(press('t'), undefined, true)).toBe(false)
    expect(ran).toEqual(['take over'])
  })

  it('ignore single keys in fields, and for agents who turned them off', () => {
    const { registry, ran, offer } = given()
    offer('take over', 't')
    offer('palette', 'k', true)
    const field = { tagName: 'TEXTAREA', isContentEditable: false }
    expect(registry.press(press('t'), field, true)).toBe(false)
    expect(registry.press(press('t'), undefined, false)).toBe(false)
    expect(registry.press(press('k', true), field, false)).toBe(true)
    expect(ran).toEqual(['palette'])
  })

  it('run the one that claims a key first for itself', () => {
    const { registry, ran, offer } = given()
    offer('snooze', 'z')
    const withdraw = registry.offer({
      id: 'undo',
      label: 'undo',
      keys: { key: 'z', first: true },
      run: () => ran.push('undo'),
    })
    registry.press(press('z'), undefined, true)
    withdraw()
    registry.press(press('z'), undefined, true)
    expect(ran).toEqual(['undo', 'snooze'])
  })

  it('keep the later of two with one id when the earlier one is withdrawn', () => {
    const { registry, ran, offer } = given()
    const withdrawFirst = offer('open', 'o')
    registry.offer({ id: 'open', label: 'open', keys: { key: 'o' }, run: () => ran.push('second') })
    withdrawFirst()
    registry.press(press('o'), undefined, true)
    expect(ran).toEqual(['second'])
  })

  it('are the same array until they change', () => {
    const { registry, offer } = given()
    offer('open', 'o')
    expect(registry.list()).toBe(registry.list())
  })
})
