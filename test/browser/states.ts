import type { Page } from 'playwright-core'
import { CONSOLE_STATES } from './pages/console-states.ts'
import { OTHER_STATES } from './pages/other-states.ts'
import type { Stage } from './pages/stage.ts'
import { WIDGET_STATES } from './pages/widget-states.ts'

/** How a page gets into a state that somebody designed. */
export interface State {
  /** The demo's person who looks at it; nobody: a window where nobody is signed in. */
  readonly by: Person | 'nobody'
  /** Leads the window there, and returns once all of it is on screen. */
  readonly reach: (page: Page, stage: Stage) => Promise<void>
  /** A complaint of the browser that belongs to the state: an answer that says no, a lost connection. */
  readonly complaint?: RegExp
  /** Rules of axe that do not fit there. */
  readonly leaves?: readonly string[]
  /** How the page is when it stands in a language of its own. */
  readonly locale?: string
  /** Where it exists: on screens of both sizes unless told. */
  readonly only?: Screen
}

export type Person = 'Ana' | 'Ben' | 'Admin'
export type Screen = 'phone' | 'desktop'

/** Every page in every state: tests look at each in light and dark, on a phone and on a desktop. */
export const STATES: ReadonlyMap<string, State> = new Map<string, State>([
  ...Object.entries(CONSOLE_STATES),
  ...Object.entries(WIDGET_STATES),
  ...Object.entries(OTHER_STATES),
])
