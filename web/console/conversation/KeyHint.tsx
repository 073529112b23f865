import type { Keys } from '../actions/keys.ts'
import { useSettings } from '../settings/useSettings.ts'

export const TAKE_OVER_KEY: Keys = { key: 't' }
export const HAND_BACK_KEY: Keys = { key: 'h' }

/** The key that does the same as a button; screen readers are told by `aria-keyshortcuts`. Nothing where single keys are off. */
export function KeyHint({ keys: { key } }: { keys: Keys }) {
  const { singleKeys } = useSettings()
  if (!singleKeys) return null
  return (
    <span aria-hidden="true" className="font-mono text-small opacity-70 max-shell:hidden">
      {key}
    </span>
  )
}
