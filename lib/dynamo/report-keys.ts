import type { Range } from '../ports/reports.ts'
import type { Tally } from '../session/tally.ts'
import { AGENTS, agentDigest, digest } from './keys.ts'
import type { Key } from './table.ts'

/** Among the agents' partitions: the commits that count change loads, too, so each function that commits may write there. */
const partition = (botId: string) => `${AGENTS}${botId}#REPORTS`

export const reportKeys = {
  /** Counters of handoffs. `shard` spreads the handoffs of a queue that no agent had. */
  tally: (botId: string, { day, queue, agent }: Pick<Tally, 'day' | 'queue' | 'agent'>, shard: number): Key => ({
    PK: partition(botId),
    SK: `T#${day}#${queue === undefined ? '' : digest(queue)}#${agent ? agentDigest(agent.id) : shard}`,
  }),
  /** The range of the counters of some days. */
  tallies: (botId: string, { from, to }: Range): { readonly from: Key; readonly to: Key } => ({
    from: { PK: partition(botId), SK: `T#${from}#` },
    to: { PK: partition(botId), SK: `T#${to}#~` },
  }),
  /** The summary of a day or of a month. */
  summary: (botId: string, period: string): Key => ({
    PK: partition(botId),
    SK: `${period.length === 'yyyy-mm'.length ? 'M' : 'D'}#${period}`,
  }),
}
