import { useEffect } from 'react'
import { letterOf } from './keys.ts'

/** Where letters are text, or choose among the items of a menu. */
const TAKES_LETTERS = 'input, textarea, select, [contenteditable], [role=menu], [role=dialog], [role=alertdialog]'

/** Runs an action when its letter is pressed, unless the person types. */
export function useLetterKeys(actions: Readonly<Record<string, (() => void) | undefined>>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.target instanceof Element && event.target.closest(TAKES_LETTERS) !== null) return
      const letter = letterOf(event)
      const run = letter === undefined ? undefined : actions[letter]
      if (run === undefined) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  })
}
