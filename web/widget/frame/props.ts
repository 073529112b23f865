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

/** The state that the embedding page controls. */
export interface Orders {
  readonly isShown: boolean
  /** Increases each time that the frame is opened with the focus. */
  readonly focuses: number
  readonly identity: Identity | undefined
}
