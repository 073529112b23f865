import type { ExecutePorts } from '../conversations/execute.ts'
import { gathered } from '../gathered.ts'
import type { Entry } from '../protocol/entry.ts'
import { forQueue, type Policy } from '../session/policy.ts'

/** Gives waiting conversations to agents. */
export interface Assigner {
  /**
   * Gives the longest waiting conversations of each queue that says so to its members who are online and have room.
   * Costs nothing for a bot without such a queue. Safe to call from several processes at once: commits see that no
   * conversation goes to two agents, and no agent gets more than they may have. Calls for one bot share a run.
   */
  assign(botId: string): Promise<void>
}

export function createAssigner(app: () => ExecutePorts): Assigner {
  const run = gathered<true, undefined>(async (botId, calls) => {
    const policy = await app().policyOf(botId)
    for (const queue of queuesOf(policy)) {
      // Only bots with such a queue read the code, and with it that of all verbs.
      const { assignFrom } = await import('./assign-from.ts')
      await assignFrom(app(), botId, queue, forQueue(policy, queue ?? undefined))
    }
    return calls.map(() => undefined)
  }, Number.POSITIVE_INFINITY)
  return { assign: async botId => await run(botId, true) }
}

/** Whether an entry may begin a wait, or give an agent room. */
export function movesWork({ kind }: Entry): boolean {
  return kind === 'paused' || kind === 'transferred' || kind === 'resumed'
}

/** The queues whose conversations Interlude gives to agents. `null`: the conversations without a queue. */
function queuesOf(policy: Policy): readonly (string | null)[] {
  const all = [null, ...Object.keys(policy.queues)]
  return all.filter(queue => forQueue(policy, queue ?? undefined).assignment !== 'pick')
}
