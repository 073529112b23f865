const MAX_WARNINGS = 20

/** Keeps the first warnings of a request: a log line must not grow with a hostile body. */
export class Warnings {
  readonly #kept: string[] = []
  #more = 0

  add(warning: string): void {
    if (this.#kept.length < MAX_WARNINGS) this.#kept.push(warning)
    else this.#more++
  }

  all(): readonly string[] {
    return this.#more === 0 ? this.#kept : [...this.#kept, `and ${this.#more} more`]
  }
}
