import type { Message } from '../../lib/channels/messenger/messages.ts'
import type { Content } from '../../lib/protocol/message.ts'

/** A content of a bot, and its form at each place that makes one of its own. */
export interface Example {
  /** Completes the name of the content. */
  readonly what: string
  readonly said: Content
  /** As `plainText` writes it. */
  readonly plain: string
  /** The messages of the Send API, in order. */
  readonly messenger: readonly Message[]
}

/** At least one example of each name. */
export type Examples<Name extends string> = { readonly [_ in Name]: readonly [Example, ...Example[]] }
