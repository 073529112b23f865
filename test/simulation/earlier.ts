import { START } from '../support/clock.ts'
import {
  agentPauses,
  agentResumes,
  agentSays,
  agentSupervises,
  claimsDelivery,
  recordsDelivery,
  userAsksForPerson,
  userSays,
} from '../support/commands.ts'
import { maria } from '../support/people.ts'
import type { Kit } from './explored-world.ts'

// Events before a scope begins.

/** Another user of the same bot. */
export const zoe = { ...maria, userId: 'zoe' }

const user = { type: 'user', id: 'maria' } as const

export async function agentPaused({ app, subject }: Kit): Promise<void> {
  const delivery = subject.deliveryMode((await app.directory.bot('shop')).config, 'web')
  await subject.execute(app, maria, agentPauses({ delivery }))
}

/** The user's message `id`, and the bot's answer. */
export function userSaid(id: string) {
  return async ({ app, subject }: Kit) => {
    await subject.converse(app, maria, { id, type: 'text', text: `says ${id}` })
  }
}

/** An agent supervises the bot (entry 1). */
export async function isSupervised({ app, subject }: Kit): Promise<void> {
  await subject.execute(app, maria, agentSupervises())
}

/** A reply of the supervised bot to the user's message `id` (entry 2) waits for approval (entry 3). */
export function hasProposal(id: string) {
  return async (kit: Kit) => {
    await isSupervised(kit)
    await userSaid(id)(kit)
  }
}

/** An agent took the conversation and gave it back, more often than one answer can report. */
export function episodes(count: number) {
  return async ({ app, subject }: Kit) => {
    for (let n = 0; n < count; n++) {
      await subject.execute(app, maria, agentPauses())
      await subject.execute(app, maria, agentResumes())
    }
  }
}

export async function userAskedForPerson({ app, subject }: Kit): Promise<void> {
  await subject.execute(app, maria, userAsksForPerson({ by: user }))
}

export async function twoAskForPeople({ app, subject }: Kit): Promise<void> {
  for (const address of [maria, zoe]) {
    await subject.execute(app, address, userAsksForPerson({ by: user }))
  }
}

/** Two messages that the bot never answers. */
export async function twoWait({ app, subject }: Kit): Promise<void> {
  for (const address of [maria, zoe]) {
    await subject.execute(app, address, userSays('hello', { id: 'm1', leaseMs: 1_000 }))
  }
}

/** More open messages than the number of remembered commands. */
export async function manyWait({ app, subject }: Kit): Promise<void> {
  for (let n = 1; n <= 30; n++) {
    await subject.execute(app, maria, userSays(`says m${n}`, { id: `m${n}`, leaseMs: 11_000 }))
  }
}

/** A message, and enough later ones that its id is forgotten. */
export async function longAgo({ app, subject }: Kit): Promise<void> {
  const at = new Date(START - 1_000).toISOString()
  for (const id of ['m1', ...Array.from({ length: 25 }, (_, n) => `n${n}`)]) {
    await subject.converse(app, maria, { id, type: 'text', text: `says ${id}`, at })
  }
}

/** An agent's message and then another agent's wait for the channel. */
export async function twoToSend(kit: Kit): Promise<void> {
  const { app, subject } = kit
  await agentPaused(kit)
  for (const id of ['a1', 'a2']) {
    await subject.execute(app, maria, agentSays(id, { id }))
  }
}

/** One agent's message failed for good; the channel accepted another agent's. */
export async function oneFailed(kit: Kit): Promise<void> {
  await twoToSend(kit)
  const { app, subject } = kit
  const message = { seq: 2, epoch: 1, from: 'agent' } as const
  const result = { status: 'refused', reason: 'answered 400' } as const
  await subject.execute(app, maria, claimsDelivery(2, { message }))
  await subject.execute(app, maria, recordsDelivery(2, { result }))
  await subject.deliverPending(app, { id: subject.sessionId(maria), botId: maria.botId })
}
