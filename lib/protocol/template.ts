import * as z from 'zod'
import { type Placeholder, partsOf } from './placeholders.ts'
import { isVariable, TEMPLATE_VARIABLES } from './template-values.ts'

/**
 * Makes the schema of a text with variables (`Hello {{user.fullName|there}}`) of 1 to `max` UTF-16 units. It refuses a
 * variable that does not exist and a `{{` that nothing closes, and names it. `fillTemplate` fills such a text.
 */
export const template = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .superRefine((text, context) => {
      for (const message of templateProblems(text)) context.addIssue({ code: 'custom', message })
    })

/** Lists what is wrong with a text with variables. */
function templateProblems(text: string): string[] {
  return partsOf(text).flatMap(part => (typeof part === 'string' ? unclosed(part) : unknown(part)))
}

const MAX_NAMED_CHARS = 60

function unclosed(fixed: string): string[] {
  const at = fixed.indexOf('{{')
  if (at === -1) return []
  const begins = fixed.slice(at, at + MAX_NAMED_CHARS).split('\n')[0]
  return [`has a variable that "}}" does not close: ${begins}`]
}

function unknown({ name }: Placeholder): string[] {
  if (isVariable(name)) return []
  const known = TEMPLATE_VARIABLES.map(each => `{{${each}}}`).join(', ')
  return [`has the unknown variable {{${name.slice(0, MAX_NAMED_CHARS)}}}; the variables are ${known}`]
}
