import { useEffect } from 'react'
import type { Theme } from './settings.ts'

/** Applies a theme to the page. `system` follows the operating system. */
export function useTheme(theme: Theme): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset.theme
    else dataset.theme = theme
  }, [theme])
}
