import type { Token } from './access.ts'
import { failed, invalidParameter } from './errors.ts'
import { type Call, objectOf, textOf } from './parameters.ts'
import type { Thread } from './types.ts'
import type { World } from './world.ts'

/** Throws GraphError if the call names no person of the page. */
export const recipientOf = ({ threads }: World, { page }: Token, { parameters }: Call): Thread => {
  const recipient = objectOf(parameters, 'recipient')
  if (recipient === undefined) throw invalidParameter('The parameter recipient is required')
  const id = textOf(recipient, 'id')
  if (id === undefined)
    throw invalidParameter('Param recipient[id] is required: only page-scoped ids are supported here')
  const thread = threads.get(id)
  if (thread === undefined || thread.page.id !== page.id) throw failed(100, 2018001)
  return thread
}
