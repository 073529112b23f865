/** A key and its modifier. `code` is its place on the keyboard, `key` is the character that it writes. */
export interface Keys {
  readonly key: string
  /** Control, or Command on a Mac. */
  readonly mod?: true
  /** While it is offered, the key belongs to this action alone. */
  readonly first?: true
}

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly isComposing: boolean
}

/** Says whether a key press matches `Keys`. Keys that write a sign match with and without Shift. */
export function isPressed({ key, mod }: Keys, press: KeyPress): boolean {
  if (press.isComposing || press.altKey) return false
  return (press.ctrlKey || press.metaKey) === (mod === true) && press.key.toLowerCase() === key.toLowerCase()
}

/** The element that has the focus when a key is pressed. */
export interface Target {
  readonly tagName: string
  readonly isContentEditable: boolean
  readonly type?: string
}

const NOT_WRITTEN_IN = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'color', 'file'])

/** Says whether the element takes typed text. */
export function isWritten({ tagName, isContentEditable, type = 'text' }: Target): boolean {
  if (isContentEditable || tagName === 'TEXTAREA' || tagName === 'SELECT') return true
  return tagName === 'INPUT' && !NOT_WRITTEN_IN.has(type)
}

/** True if this machine's keyboard has a Command key. */
export const IS_MAC = /^mac/i.test(globalThis.navigator?.platform ?? '')

/** Returns the label of a key: `⌘K` on a Mac, or `Ctrl K`. */
export function keysText({ key, mod }: Keys, isMac = IS_MAC): string {
  const name = key.length === 1 ? key.toUpperCase() : key
  if (mod !== true) return name
  return isMac ? `⌘${name}` : `Ctrl ${name}`
}
