import type { ShownButton, ShownKind } from '../protocol/shown.ts'

/** Everything that a message may contain: each kind of content, each kind of choice, and the marks of a text. */
export type ContentName = ShownKind | `${ShownButton['type']}Button` | 'quickReplies' | 'markdown'

/** The form of a content. `loses` names the parts that the user does not get. */
export interface Form {
  readonly becomes: string
  readonly loses?: string
}

/** The form of each content at one place, and when the place takes a message. */
export type Forms = { readonly [_ in ContentName]: Form } & { readonly delivered: string }
