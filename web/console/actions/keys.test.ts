import { describe, expect, it } from 'vitest'
import { isPressed, isWritten, type KeyPress, keysText } from './keys.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...held,
})

describe('a key', () => {
  it('matches only with exactly its modifiers', () => {
    expect(isPressed({ key: 't' }, press('t'))).toBe(true)
    expect(isPressed({ key: 't' }, press('T'))).toBe(true)
    expect(isPressed({ key: '?' }, press('?'))).toBe(true)
    expect(isPressed({ key: 't' }, press('t', { ctrlKey: true }))).toBe(false)
    expect(isPressed({ key: 'k', mod: true }, press('k'))).toBe(false)
    expect(isPressed({ key: 'k', mod: true }, press('k', { metaKey: true }))).toBe(true)
    expect(isPressed({ key: 'k', mod: true }, press('k', { ctrlKey: true }))).toBe(true)
    expect(isPressed({ key: 't' }, press('t', { altKey: true }))).toBe(false)
  })

  it('does not match while an input method composes', () => {
    expect(isPressed({ key: 't' }, press('t', { isComposing: true }))).toBe(false)
  })

  it('counts as text in a field that the agent writes in', () => {
    const element = (tagName: string, type?: string) => ({ tagName, isContentEditable: false, ...(type && { type }) })
    for (const target of [element('TEXTAREA'), element('INPUT', 'search'), element('SELECT')]) {
      expect(isWritten(target)).toBe(true)
    }
    expect(isWritten({ tagName: 'DIV', isContentEditable: true })).toBe(true)
    for (const target of [element('BUTTON'), element('INPUT', 'checkbox'), element('BODY')]) {
      expect(isWritten(target)).toBe(false)
    }
  })

  it('is shown as the machine writes it', () => {
    expect(keysText({ key: 'k', mod: true }, true)).toBe('⌘K')
    expect(keysText({ key: 'k', mod: true }, false)).toBe('Ctrl K')
    expect(keysText({ key: 'Escape' }, false)).toBe('Escape')
  })
})
