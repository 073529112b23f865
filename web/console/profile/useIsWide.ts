import { useSyncExternalStore } from 'react'

/** The value of `--breakpoint-wide` in styles.css. */
const WIDE = '(min-width: 1280px)'

const subscribe = (listener: () => void) => {
  const media = matchMedia(WIDE)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

/** Says whether the profile has its own column. */
export const useIsWide = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches)
