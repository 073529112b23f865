import * as z from 'zod'
import { UnpauseOutcome } from './control.ts'
import { CommandId } from './ids.ts'
import { isLine } from './line.ts'
import { foldedName, repeatedNames } from './names.ts'
import { Tag } from './tags.ts'
import { template } from './template.ts'
import { MAX_TAGS } from './wire.ts'

/** Most macros of a bot. */
const MAX_MACROS = 100
const MAX_NAME_CHARS = 60
const MAX_TEXT_CHARS = 4_000

const MacroName = z
  .string()
  .trim()
  .min(1)
  .max(MAX_NAME_CHARS)
  .refine(isLine, 'must be one line without control characters')
  .meta({ description: 'Name by which agents choose the macro. Letter case makes no difference.' })

/** Steps that an agent carries out with one command. */
export const Macro = z
  .strictObject({
    name: MacroName,
    text: template(MAX_TEXT_CHARS).exactOptional().meta({
      description: 'Message to the user. It may have variables, such as `{{user.fullName|there}}`.',
    }),
    tags: z.array(Tag).max(MAX_TAGS).exactOptional().meta({ description: 'Tags that the conversation gets.' }),
    handBack: UnpauseOutcome.exactOptional().meta({
      description: 'Gives the conversation back to the bot at the end, with this outcome.',
    }),
  })
  .refine(({ text, tags = [], handBack }) => text !== undefined || tags.length > 0 || handBack !== undefined, {
    error: 'a macro needs the field "text", "tags" or "handBack"',
    path: ['text'],
  })
  .meta({ id: 'Macro', description: 'Steps of an agent: tags, then a message, then the end of the part of people.' })
export type Macro = z.infer<typeof Macro>

/** The macros of a bot. */
export const Macros = z
  .array(Macro)
  .max(MAX_MACROS)
  .superRefine((macros, context) => {
    for (const index of repeatedNames(macros.map(({ name }) => name))) {
      context.addIssue({ code: 'custom', message: 'is the name of another macro, too', path: [index, 'name'] })
    }
  })

/** Lists the tags of macros that the configuration does not list. */
export function macroProblems({
  macros,
  tags,
}: {
  readonly macros: readonly Macro[]
  readonly tags: readonly string[]
}) {
  const listed = new Set(tags.map(foldedName))
  return macros.flatMap((macro, index) =>
    (macro.tags ?? []).flatMap((tag, at) =>
      listed.has(foldedName(tag))
        ? []
        : [{ path: ['macros', index, 'tags', at], message: `"${tag}" is not among the tags of the bot` }],
    ),
  )
}

/** A request to carry out a macro. */
export const RunMacroBody = z.strictObject({ id: CommandId.exactOptional(), macro: MacroName }).meta({ id: 'RunMacro' })
