import { isJson } from './parameters.ts'
import type { Json, Message } from './types.ts'

/** The quick replies of a message. */
export const quickRepliesOf = ({ quickReplies = [] }: Message): readonly Json[] => quickReplies

/** The buttons of a message's template, over all of its cards. */
export const buttonsOf = ({ attachments = [] }: Message): readonly Json[] =>
  attachments
    .filter(({ type }) => type === 'template')
    .flatMap(({ payload }) => [payload, ...listOf(payload.elements)])
    .flatMap(({ buttons }) => listOf(buttons))

export const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : [])
