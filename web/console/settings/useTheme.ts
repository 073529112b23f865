import { useEffect } from 'react'
import type { Theme } from './settings.ts'

/** Shows the page in a theme. `system`: as the machine has it. */
export function useTheme(theme: Theme): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    if (theme === 'system') delete dataset.theme
    else dataset.theme = theme
  }, [theme])
}
