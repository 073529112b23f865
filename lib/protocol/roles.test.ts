import { describe, expect, it } from 'vitest'
import { supervises } from './roles.ts'

describe("another agent's conversation", () => {
  it('may be transferred by a supervisor of its bot and by an admin', () => {
    expect(supervises(['shop:supervisor'], 'shop')).toBe(true)
    expect(supervises(['admin'], 'shop')).toBe(true)
    expect(supervises(['shop:agent', 'bank:supervisor'], 'shop')).toBe(false)
  })
})
