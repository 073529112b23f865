import * as z from 'zod'
import { TEMPLATE_VARIABLES, type TemplateFault, templateFaults } from './template-values.ts'

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
      for (const fault of templateFaults(text)) context.addIssue({ code: 'custom', message: messageOf(fault) })
    })

function messageOf({ kind, at }: TemplateFault): string {
  switch (kind) {
    case 'unclosed':
      return `has a variable that "}}" does not close: ${at}`
    case 'unknown':
      return `has the unknown variable ${at}; the variables are ${TEMPLATE_VARIABLES.join(', ')}`
    default:
      return kind satisfies never
  }
}
