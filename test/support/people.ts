import type { Actor } from '../../lib/protocol/entry.ts'
import type { Address } from '../../lib/session/session.ts'

/** Two agents. */
export const ana: Actor = { type: 'agent', id: 'agent-ana', name: 'Ana' }
export const ben: Actor = { type: 'agent', id: 'agent-ben', name: 'Ben' }

export const bot: Actor = { type: 'bot' }

/** Two users of the same bot. */
export const maria: Address = anAddress({ userId: 'maria' })
export const jonas: Address = anAddress({ userId: 'jonas' })

export function anAddress(overrides: Partial<Address> = {}): Address {
  return { botId: 'shop', channel: 'web', userId: 'user-1', ...overrides }
}

/** Addresses of `count` users of the same bot. */
export function addresses(count: number, overrides: Partial<Address> = {}): Address[] {
  return Array.from({ length: count }, (_, index) => anAddress({ userId: `user-${index + 1}`, ...overrides }))
}
