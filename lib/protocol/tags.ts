import * as z from 'zod'
import { CommandId } from './ids.ts'
import { isLine } from './line.ts'
import { foldedName, repeatedNames } from './names.ts'
import { MAX_TAGS } from './wire.ts'

/** Most tags that a bot's configuration lists. */
const MAX_LISTED_TAGS = 100
const MAX_TAG_CHARS = 40

/** The name of a tag. Names that differ in letter case alone are the same tag. */
export const Tag = z
  .string()
  .trim()
  .min(1)
  .max(MAX_TAG_CHARS)
  .refine(isLine, 'must be one line without control characters')
  .meta({ id: 'Tag', description: 'Name of a tag. Letter case makes no difference.' })

/** The tags that agents may give to the conversations of a bot. */
export const ListedTags = z
  .array(Tag)
  .max(MAX_LISTED_TAGS)
  .superRefine((tags, context) => {
    for (const index of repeatedNames(tags)) {
      context.addIssue({ code: 'custom', message: 'is the name of another tag, too', path: [index] })
    }
  })

const few = z.array(Tag).max(MAX_TAGS).exactOptional()

/** A request to change the tags of a conversation. */
export const TagsBody = z
  .strictObject({
    id: CommandId.exactOptional(),
    add: few.meta({ description: "Tags of the bot's configuration. One that the conversation has changes nothing." }),
    remove: few.meta({ description: 'Any tags. One that the conversation lacks changes nothing.' }),
  })
  .refine(({ add = [], remove = [] }) => add.length + remove.length > 0, {
    error: 'a change of tags needs the field "add" or "remove"',
    path: ['add'],
  })
  .superRefine(({ add = [], remove = [] }, context) => {
    const added = new Set(add.map(foldedName))
    for (const [index, tag] of remove.entries()) {
      if (!added.has(foldedName(tag))) continue
      context.addIssue({ code: 'custom', message: `"${tag}" is in "add", too`, path: ['remove', index] })
    }
  })
  .meta({ id: 'Tags' })
