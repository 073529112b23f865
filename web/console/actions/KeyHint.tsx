import { useSettings } from '../settings/useSettings.ts'
import type { Keys } from './keys.ts'

/** Shows a button's shortcut, unless single keys are off. Screen readers use `aria-keyshortcuts` instead. */
export function KeyHint({ keys: { key } }: { keys: Keys }) {
  const { singleKeys } = useSettings()
  if (!singleKeys) return null
  return (
    <span aria-hidden="true" className="font-mono text-small opacity-70 max-shell:hidden">
      {key}
    </span>
  )
}
