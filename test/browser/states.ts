import type { Page } from 'playwright-core'
import { CONSOLE_STATES } from './pages/console-states.ts'
import { OTHER_STATES } from './pages/other-states.ts'
import type { Stage } from './pages/stage.ts'
import { WIDGET_STATES } from './pages/widget-states.ts'

/** How to bring a page into a designed state. */
export interface State {
  /** The person of the demo who is signed in; `nobody`: a window without a sign-in. */
  readonly by: Person | 'nobody'
  /** Brings the window into the state, and returns once all of it is on screen. */
  readonly reach: (page: Page, stage: Stage) => Promise<void>
  /** A browser error that belongs to the state: an error response, a lost connection. */
  readonly complaint?: RegExp
  /** Axe rules that do not apply to the state. */
  readonly leaves?: readonly string[]
  /** The locale of the window, if the state needs another one. */
  readonly locale?: string
  /** The only screen on which the state exists; by default, both. */
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
