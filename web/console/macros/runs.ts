import type { Undo } from '../../../lib/client/index.ts'

/** A macro that the agent chose for a conversation. */
export interface ChosenMacro {
  readonly name: string
  /** Sends the command. `keepalive`: the page ends now. */
  readonly send: (keepalive: boolean) => Promise<unknown>
}

/** The newest macro: it waits until `at` (ms since 1970), the agent took it back, or the server refused it. */
export type MacroState =
  | { readonly status: 'idle' }
  | { readonly status: 'waiting'; readonly name: string; readonly at: number }
  | { readonly status: 'undone'; readonly name: string }
  | { readonly status: 'failed'; readonly name: string; readonly error: unknown }

/** How long a chosen macro can be taken back. */
export const UNDO_MS = 5_000
/** How long the agent is told that it was. */
const TOLD_MS = 3_000

export interface Timers {
  now(): number
  after(ms: number, run: () => void): Undo
}

const IDLE: MacroState = { status: 'idle' }

/**
 * Holds a chosen macro back for five seconds, and sends nothing of it before. It goes at once if the agent chooses another
 * one, or leaves the page. It does not depend on which conversation is open.
 */
export class MacroRuns {
  readonly #timers: Timers
  readonly #listeners = new Set<() => void>()
  #state: MacroState = IDLE
  #chosen: ChosenMacro | undefined
  #stop: Undo = () => {}

  constructor(timers: Timers) {
    this.#timers = timers
  }

  readonly state = (): MacroState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  choose(macro: ChosenMacro): void {
    this.#send(false)
    this.#chosen = macro
    this.#become({ status: 'waiting', name: macro.name, at: this.#timers.now() + UNDO_MS })
    this.#stop = this.#timers.after(UNDO_MS, () => this.#send(false))
  }

  /** Forgets the macro that waits. Nothing of it was sent. */
  undo(): void {
    if (this.#chosen === undefined) return
    const { name } = this.#chosen
    this.#forget()
    this.#become({ status: 'undone', name })
    this.#stop = this.#timers.after(TOLD_MS, () => this.dismiss())
  }

  /** Sends the macro that waits, because the page ends. */
  leave(): void {
    this.#send(true)
  }

  /** Forgets the news of the last macro. */
  dismiss(): void {
    if (this.#state.status !== 'waiting') this.#become(IDLE)
  }

  #send(keepalive: boolean): void {
    const macro = this.#chosen
    if (macro === undefined) return
    this.#forget()
    this.#become(IDLE)
    macro.send(keepalive).catch((error: unknown) => {
      // A newer macro has the agent's attention: its news come first.
      if (this.#chosen === undefined) this.#become({ status: 'failed', name: macro.name, error })
    })
  }

  #forget(): void {
    this.#stop()
    this.#chosen = undefined
  }

  #become(state: MacroState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
