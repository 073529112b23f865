import type { FailedBecause, SignedOutBecause } from './session.ts'

/** The texts of the sign-in pages, as a part of each catalogue. */
export interface SignInTexts {
  readonly signedOut: Readonly<Record<SignedOutBecause, { readonly title: string; readonly text: string }>>
  readonly signIn: string
  readonly failed: {
    readonly title: string
    readonly because: Readonly<Record<FailedBecause, string>>
    readonly again: string
    /** Shown before the error's own message, which is for operators. */
    readonly detail: string
  }
  readonly loading: string
  readonly leaving: string
}
