import type { Keys } from '../actions/keys.ts'
import { useSettings } from '../settings/useSettings.ts'

export const TAKE_OVER_KEY: Keys = { key: 't' }
export const HAND_BACK_KEY: Keys = { key: 'h' }
export const PASS_ON_KEY: Keys = { key: 'g' }
export const PUT_BACK_KEY: Keys = { key: 'b' }
export const DECLINE_KEY: Keys = { key: 'd' }
export const SNOOZE_KEY: Keys = { key: 'z' }

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
