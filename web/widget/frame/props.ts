import type { Identity } from '../messages.ts'
import type { Host } from './host.ts'
import type { Params } from './params.ts'
import type { Keeping } from './storage.ts'
import type { Texts } from './texts/catalogue.ts'

export interface AppProps {
  readonly params: Params
  readonly texts: Texts
  readonly storage: Keeping
  readonly host: Host | undefined
}

/** The orders of the page that holds the frame. */
export interface Orders {
  readonly isShown: boolean
  /** Grows with each opening that wants the keyboard. */
  readonly focuses: number
  readonly identity: Identity | undefined
}
