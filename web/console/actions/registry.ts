import { isPressed, isWritten, type KeyPress, type Keys, type Target } from './keys.ts'

/** Something that the agent can do now. Buttons, palette, shortcuts and the list of keys read the same entry. */
export interface Action {
  readonly id: string
  readonly label: string
  readonly keys?: Keys
  readonly run: () => void
}

/** The actions of what is on screen. */
export class ActionRegistry {
  readonly #actions = new Map<string, Action>()
  readonly #listeners = new Set<() => void>()
  #list: readonly Action[] = []

  /** Offers an action until the function that it returns is called. A later one of the same id takes its place. */
  offer(action: Action): () => void {
    this.#actions.set(action.id, action)
    this.#changed()
    return () => {
      if (this.#actions.get(action.id) !== action) return
      this.#actions.delete(action.id)
      this.#changed()
    }
  }

  /** The actions on offer. The same list until it changes. */
  readonly list = (): readonly Action[] => this.#list

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Runs the action whose keys are pressed, and says whether there is one. `singleKeys`: whether keys count with nothing held. */
  press(press: KeyPress, target: Target | undefined, singleKeys: boolean): boolean {
    const isWriting = target !== undefined && isWritten(target)
    const action = this.#list.find(({ keys }) => {
      if (keys === undefined || !isPressed(keys, press)) return false
      return keys.mod === true || (singleKeys && !isWriting)
    })
    action?.run()
    return action !== undefined
  }

  #changed(): void {
    this.#list = [...this.#actions.values()]
    for (const listener of this.#listeners) listener()
  }
}
