import type { Me } from '../../../../lib/protocol/agents.ts'
import type { Holding } from '../holding.ts'

/** How an agent lets go of a conversation that people hold, other than to the bot. */
export type Way = 'pass-on' | 'put-back' | 'decline'

/** Lists the ways that an agent has. `ofOthers`: the agent may transfer other agents' conversations. */
export function waysFor(holding: Holding, ofOthers: boolean): readonly Way[] {
  switch (holding.by) {
    case 'bot':
      return []
    case 'nobody':
      return ['pass-on', 'decline']
    case 'me':
      return ['pass-on', 'put-back']
    case 'other':
      return ofOthers ? ['pass-on', 'put-back'] : []
    default:
      return holding satisfies never
  }
}

/** Says whether an agent may transfer other agents' conversations of a bot. */
export function mayTransferOthers({ roles, isAdmin }: Pick<Me, 'roles' | 'isAdmin'>, botId: string): boolean {
  return isAdmin || roles.includes(`${botId}:supervisor`)
}
