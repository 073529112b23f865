import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { invalidFields } from './problem.ts'

const Body = z.strictObject({ user: z.strictObject({ name: z.string() }) })

function fieldsOf(input: unknown) {
  const parsed = Body.safeParse(input)
  return parsed.success ? [] : invalidFields(parsed.error, 'body')
}

describe('invalidFields', () => {
  it('returns each wrong field with its path, an unknown field too', () => {
    expect(fieldsOf({ user: { name: 5, age: 1, 'e-mail': 'x' } })).toEqual([
      { in: 'body', path: 'user.name', message: expect.stringContaining('string') },
      { in: 'body', path: 'user.age', message: 'is not a known field' },
      { in: 'body', path: 'user.e-mail', message: 'is not a known field' },
    ])
  })

  it('returns at most 20 fields in 8,000 characters for 50,000 unknown fields with long names', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`${index}`.padEnd(1_000, 'x'), 0]))
    const fields = fieldsOf(many)
    expect(fields).toHaveLength(20)
    expect(JSON.stringify(fields).length).toBeLessThan(8_000)
  })
})
