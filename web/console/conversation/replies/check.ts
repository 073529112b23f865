import type { CannedReply } from '../../../../lib/protocol/canned-reply.ts'
import { asLine } from '../../../../lib/protocol/line.ts'
import { templateFaults } from '../../../../lib/protocol/template-values.ts'

/** The fault of a field. `at`: a variable as it stands in the text. */
export type ReplyFault =
  | { readonly kind: 'missing' | 'nameTaken' }
  | { readonly kind: 'unknown' | 'unclosed'; readonly at: string }

export interface ReplyFaults {
  readonly name?: ReplyFault
  readonly value?: ReplyFault
}

/** The longest name and text, as in `lib/protocol/canned-reply.ts`, whose schema a page need not load for this. */
export const MAX_CHARS = { name: 60, value: 4_000 } as const

/** Checks a reply before it is saved. `others`: the agent's other replies. */
export function checkReply(typed: CannedReply, others: readonly CannedReply[]) {
  const reply = { name: asLine(typed.name), value: typed.value.trim() }
  const name: ReplyFault | undefined =
    reply.name === ''
      ? { kind: 'missing' }
      : others.some(each => each.name === reply.name)
        ? { kind: 'nameTaken' }
        : undefined
  const value: ReplyFault | undefined = reply.value === '' ? { kind: 'missing' } : templateFaults(reply.value)[0]
  const faults: ReplyFaults = { ...(name && { name }), ...(value && { value }) }
  return { reply, faults, isGood: name === undefined && value === undefined }
}
