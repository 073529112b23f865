import { expect } from 'vitest'
import type { AlertFilter, AlertSubscription } from '../../lib/protocol/subscription.ts'
import type { Letter } from '../../local/sns/outbox.ts'
import { call, type TestBot } from './client.ts'
import type { RunningWorld } from './running-world.ts'

type Address = Pick<AlertSubscription, 'protocol' | 'endpoint'>

/** The calls of an admin about the subscriptions of a bot. */
export const adminOf = ({ dev }: RunningWorld, { url }: TestBot) => {
  const all = `${url}/subscriptions`
  const token = dev.adminToken
  return {
    subscribe: async (address: Address, filter: AlertFilter = {}) => {
      const { status, body } = await call<AlertSubscription>(all, {
        method: 'POST',
        token,
        json: { ...address, filter },
      })
      expect([status, body]).toEqual([201, expect.anything()])
      return body
    },
    list: async () => (await call<{ items: AlertSubscription[] }>(all, { token })).body.items,
    remove: async (id: string) => (await call(`${all}/${id}`, { method: 'DELETE', token })).status,
  }
}

/** The letters to an address, oldest first. */
export const lettersTo = async ({ dev }: RunningWorld, who: string) =>
  (await call<Letter[]>(`${dev.url}/_outbox.json`)).body.filter(({ to }) => to === who)

/** Opens the link in the newest request to confirm. */
export async function confirm(world: RunningWorld, who: string) {
  const asked = (await lettersTo(world, who)).at(-1)
  expect(asked?.subject).toContain('Subscription Confirmation')
  expect((await fetch(/http\S+Action\S+/.exec(asked?.body ?? '')?.[0] ?? '')).status).toBe(200)
}
