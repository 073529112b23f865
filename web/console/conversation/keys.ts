/** The part of a key press that decides whether it is a shortcut. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly repeat: boolean
  readonly isComposing: boolean
  readonly defaultPrevented: boolean
}

/** Returns the letter that was pressed by itself: as it is printed, or by its place where the script is not Latin. */
export function letterOf(press: KeyPress): string | undefined {
  const { key, code, ctrlKey, metaKey, altKey, repeat, isComposing, defaultPrevented } = press
  if (ctrlKey || metaKey || altKey || repeat || isComposing || defaultPrevented) return undefined
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  return key.length === 1 && /^Key[A-Z]$/.test(code) && /\p{L}/u.test(key) ? code.slice(-1).toLowerCase() : undefined
}
