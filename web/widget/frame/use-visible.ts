import { useEffect, useState } from 'preact/hooks'

/** Tells whether the page is in a tab that is shown. */
export function useVisible(): boolean {
  const [isVisible, setIsVisible] = useState(!document.hidden)
  useEffect(() => {
    const read = () => setIsVisible(!document.hidden)
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [])
  return isVisible
}
