import { describe, expect, it } from 'vitest'
import { type KeyPress, letterOf } from './keys.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  isComposing: false,
  defaultPrevented: false,
  ...more,
})

describe('a letter that is a shortcut', () => {
  it('is the one that is printed on the key, in either case', () => {
    expect(letterOf(press('t', { code: 'KeyK' }))).toBe('t')
    expect(letterOf(press('T'))).toBe('t')
  })

  it('is found by its place where the script is not Latin', () => {
    expect(letterOf(press('е', { code: 'KeyT' }))).toBe('t')
  })

  it('is none with a modifier, while it repeats or composes, and where somebody else took it', () => {
    for (const more of ['ctrlKey', 'metaKey', 'altKey', 'repeat', 'isComposing', 'defaultPrevented'] as const) {
      expect(letterOf(press('t', { [more]: true }))).toBeUndefined()
    }
    for (const key of ['Enter', 'F1', '1', ' ']) expect(letterOf(press(key))).toBeUndefined()
  })
})
