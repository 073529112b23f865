import * as z from 'zod'
import { cannedList, cannedName } from './canned-list.ts'
import { template } from './template.ts'

/** Most canned replies of a list: of a bot, and of each agent for themselves. */
const MAX_REPLIES = 200
/** Longest text of a canned reply, in UTF-16 units. */
const MAX_CHARS = 4_000
/** Every reader of a bot's configuration reads its replies, too. */
const MAX_ALL_BYTES = 64 * 1024

/** A text that agents send after its variables are filled. */
export const CannedReply = z
  .strictObject({
    name: cannedName('Name by which agents find the reply. No two replies of a list have the same name.'),
    value: template(MAX_CHARS).meta({
      description: 'Text of the reply. May have variables: `Hello {{user.fullName|there}}`.',
    }),
  })
  .meta({ id: 'CannedReply', description: 'Text that agents send. The console fills its variables.' })
export type CannedReply = z.infer<typeof CannedReply>

/** The canned replies of a bot, or of one agent. */
export const CannedReplies = cannedList(CannedReply, { what: 'reply', max: MAX_REPLIES, maxBytes: MAX_ALL_BYTES })

/** The character that opens the list of canned replies, unless the configuration has another one. */
export const DEFAULT_REPLY_TRIGGER = '/'

/** The character that opens the list of canned replies. A letter or a digit would open it in the middle of an answer. */
export const ReplyTrigger = z
  .string()
  .refine(text => /^[\p{P}\p{S}]$/u.test(text), 'must be one punctuation mark or symbol, such as /')
