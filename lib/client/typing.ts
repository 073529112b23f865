import type { Clock, Undo } from './environment.ts'
import type { TypingParty, TypingWhere } from './surface.ts'

/** Typing ends after this time, since the server never says that a person stopped. */
const LAPSE_MS = 6_000
/** While a person types, the frame is sent again this often. */
const TELL_MS = 3_000

/** The parties who type in a conversation. */
export class Typing {
  readonly #clock: Clock
  readonly #tell: (on: boolean, where?: TypingWhere) => void
  readonly #onChange: () => void
  readonly #lapses = new Map<TypingParty, Undo>()
  #parties: readonly TypingParty[] = []
  #told: { readonly at: number; readonly where: TypingWhere | undefined } | undefined

  constructor(clock: Clock, tell: (on: boolean, where?: TypingWhere) => void, onChange: () => void) {
    this.#clock = clock
    this.#tell = tell
    this.#onChange = onChange
  }

  /** The parties who typed within the last seconds. The same array until something changes. */
  get parties(): readonly TypingParty[] {
    return this.#parties
  }

  /** Another party types, or has stopped. */
  heard(from: TypingParty, on: boolean): void {
    this.#lapses.get(from)?.()
    this.#lapses.delete(from)
    if (on)
      this.#lapses.set(
        from,
        this.#clock.after(LAPSE_MS, () => this.heard(from, false)),
      )
    if (on === this.#parties.includes(from)) return
    this.#parties = [...this.#lapses.keys()]
    this.#onChange()
  }

  /** This person types, or has stopped. */
  own(on: boolean, where?: TypingWhere): void {
    const at = this.#clock.now()
    const told = this.#told
    if (!on) {
      this.#told = undefined
      if (told !== undefined) this.#tell(false, told.where)
      return
    }
    if (told !== undefined && told.where !== where) this.own(false)
    else if (told !== undefined && at - told.at < TELL_MS) return
    this.#told = { at, where }
    this.#tell(true, where)
  }

  close(): void {
    for (const undo of this.#lapses.values()) undo()
    this.#lapses.clear()
  }
}
