import * as z from 'zod'
import { isLine } from './line.ts'

/** Longest name of something canned, in UTF-16 units. */
export const MAX_CANNED_NAME_CHARS = 60

/** Makes the schema of the name by which agents choose something canned. */
export const cannedName = (description: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(MAX_CANNED_NAME_CHARS)
    .refine(isLine, 'must be one line without control characters')
    .meta({ description })

/** Makes the schema of a list whose names are unique. `what`: the word for one of its items. */
export const cannedList = <Item extends z.ZodType<{ readonly name: string }>>(
  item: Item,
  { what, max, maxBytes }: { readonly what: string; readonly max: number; readonly maxBytes: number },
) =>
  z
    .array(item)
    .max(max)
    .superRefine((items, context) => {
      const names = items.map(({ name }) => name)
      for (const [index, name] of names.entries()) {
        if (names.indexOf(name) === index) continue
        context.addIssue({ code: 'custom', path: [index, 'name'], message: `is the name of another ${what}, too` })
      }
      if (bytesOf(items) > maxBytes) context.addIssue({ code: 'custom', message: tooManyBytes(maxBytes) })
    })

/** Counts the bytes of a value as JSON. */
export const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length

export const tooManyBytes = (max: number): string => `must have at most ${max} bytes as JSON`
