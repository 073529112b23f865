import type { Instant } from '../session/session.ts'

/** An agent of a bot: presence, and the number of conversations. */
export interface StoredAgent {
  readonly botId: string
  readonly agentId: string
  readonly name?: string
  readonly roles: readonly string[]
  /** The agent takes no new conversations for now. */
  readonly away: boolean
  /** Until when the agent counts as connected, if no sign of life renews it. 0 if they were never seen. */
  readonly seenUntil: Instant
  /**
   * When the agent's conversations go back to the queue, if the agent is not seen until then. Missing if they went back
   * already, or if the agent was never seen.
   */
  readonly goneAt?: Instant
  /** Number of conversations that the agent has and that count (`countedAgentOf`). */
  readonly load: number
  /** When a conversation was last given to the agent. */
  readonly lastAssignedAt?: Instant
}

/** Names an agent of a bot. */
export type AgentRef = Pick<StoredAgent, 'botId' | 'agentId'>

/** A sign of life of an agent. */
export type SignOfLife = Pick<StoredAgent, 'botId' | 'agentId' | 'name' | 'roles' | 'seenUntil' | 'goneAt'>

/**
 * The agents of each bot. Only commits change `load` and `lastAssignedAt`, together with the conversation. Every read
 * except `goneAgents` sees each acknowledged write.
 */
export interface AgentStore {
  agent(ref: AgentRef): Promise<StoredAgent | undefined>
  /** All agents of a bot who were seen or were given a conversation. The cost depends on their number alone. */
  agents(botId: string): Promise<readonly StoredAgent[]>
  /** Stores who the agent is, and the times of their presence. Leaves the rest as it is. */
  seeAgent(sign: SignOfLife): Promise<void>
  /** Replaces the times of a presence if `seenUntil` is still `was`. Returns whether it was. */
  changePresence(ref: AgentRef, was: Instant, presence: Pick<StoredAgent, 'seenUntil' | 'goneAt'>): Promise<boolean>
  setAway(ref: AgentRef, away: boolean): Promise<void>
  /** Agents whose `goneAt` is at or before `now`, at most `limit`. */
  goneAgents(now: Instant, limit: number): Promise<readonly StoredAgent[]>
}
