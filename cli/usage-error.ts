/** A command that cannot be carried out as it was given. The message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** 2 if the words were not understood. */
  readonly exitCode: 1 | 2

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
