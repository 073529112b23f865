import * as z from 'zod'
import { isObject, type Mender, menders } from './mend.ts'

/** Most characters of a user's attributes, as JSON. */
export const MAX_ATTRIBUTES_CHARS = 16_000

const MAX_NAME_CHARS = 100

/** Counts the characters of an attribute: `"name":value,`. */
export function attributeChars(name: string, value: unknown): number {
  return JSON.stringify({ [name]: value }).length - 1
}

/** Drops the longest attributes until the rest fits. */
const attributesMender: Mender = {
  mend(value, report) {
    if (!isObject(value)) return value
    const named = Object.entries(value).filter(([name]) => {
      const isShort = name.length <= MAX_NAME_CHARS
      if (!isShort) report(`was dropped: a name has at most ${MAX_NAME_CHARS} characters`, name)
      return isShort
    })
    const sizes = named.map(([name, each]) => [name, attributeChars(name, each)] as const)
    let total = sizes.reduce((sum, [, size]) => sum + size, 1)
    const dropped = new Set<string>()
    for (const [name, size] of sizes.sort(([, a], [, b]) => b - a)) {
      if (total <= MAX_ATTRIBUTES_CHARS) break
      report(`was dropped: attributes have at most ${MAX_ATTRIBUTES_CHARS} characters as JSON`, name)
      dropped.add(name)
      total -= size
    }
    return Object.fromEntries(named.filter(([name]) => !dropped.has(name)))
  },
}

/** Facts that a channel knows about its user. Merged name by name; `null` removes a name. */
export const Attributes = z
  .record(z.string().max(MAX_NAME_CHARS), z.unknown())
  .refine(attributes => JSON.stringify(attributes).length <= MAX_ATTRIBUTES_CHARS, {
    error: `must take at most ${MAX_ATTRIBUTES_CHARS} characters as JSON`,
  })
  .meta({ description: 'Merged name by name: a missing name keeps its value, and `null` removes the name.' })
  .register(menders, attributesMender)
export type Attributes = z.infer<typeof Attributes>
