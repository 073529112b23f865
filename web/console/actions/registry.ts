import { isPressed, isWritten, type KeyPress, type Keys, type Target } from './keys.ts'

/** An action that the agent can run now. Buttons, palette, shortcuts and the key list read the same entry. */
export interface Action {
  readonly id: string
  readonly label: string
  readonly keys?: Keys
  readonly run: () => void
}

/** Holds the actions on offer. */
export class ActionRegistry {
  readonly #actions = new Map<string, Action>()
  readonly #listeners = new Set<() => void>()
  #list: readonly Action[] = []

  /** Offers an action until the returned function is called. A later action with the same id replaces it. */
  offer(action: Action): () => void {
    this.#actions.set(action.id, action)
    this.#changed()
    return () => {
      if (this.#actions.get(action.id) !== action) return
      this.#actions.delete(action.id)
      this.#changed()
    }
  }

  /** Returns the actions on offer, as the same array until they change. */
  readonly list = (): readonly Action[] => this.#list

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Runs the action whose keys are pressed. Returns false if there is none. `singleKeys`: also match keys without a
   * modifier.
   */
  press(press: KeyPress, target: Target | undefined, singleKeys: boolean): boolean {
    const isWriting = target !== undefined && isWritten(target)
    const matching = this.#list.filter(({ keys }) => {
      if (keys === undefined || !isPressed(keys, press)) return false
      return keys.mod === true || (singleKeys && !isWriting)
    })
    const action = matching.find(({ keys }) => keys?.first) ?? matching[0]
    action?.run()
    return action !== undefined
  }

  #changed(): void {
    this.#list = [...this.#actions.values()]
    for (const listener of this.#listeners) listener()
  }
}
