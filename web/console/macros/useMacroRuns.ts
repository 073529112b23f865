import { useSyncExternalStore } from 'react'
import { MacroRuns, type MacroState } from './runs.ts'

/** The one macro of this page that waits. */
export const macroRuns = new MacroRuns({
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
})

addEventListener('pagehide', () => macroRuns.leave())

export const useMacroState = (): MacroState => useSyncExternalStore(macroRuns.subscribe, macroRuns.state)
