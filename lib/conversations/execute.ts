import type { AgentStore } from '../ports/agents.ts'
import type { SocketGateway } from '../ports/outside.ts'
import type { SessionStore } from '../ports/sessions.ts'
import type { SocketStore } from '../ports/sockets.ts'
import type { Clock, Log, Metrics } from '../ports/system.ts'
import { InterludeError } from '../protocol/problem.ts'
import { retry } from '../retry.ts'
import type { CommandOf, OutcomeOf, Verb } from '../session/commands.ts'
import { type Decision, decide } from '../session/decide.ts'
import { checkSize } from '../session/entry-size.ts'
import type { Policy } from '../session/policy.ts'
import { needsKnown } from '../session/profile.ts'
import type { Session } from '../session/session.ts'
import { announce } from './announce.ts'
import { countsOf } from './counts.ts'
import { idOf, loadOrNew, type Target } from './load.ts'
import { withRecord } from './record.ts'
import { withRoom } from './room.ts'

/** The ports that a change of a conversation needs. */
export interface ExecutePorts {
  readonly store: SessionStore & SocketStore & AgentStore
  readonly sockets: SocketGateway
  readonly clock: Clock
  /** The policy for the conversations of a bot. */
  readonly policyOf: (botId: string) => Promise<Policy>
  readonly log: Log
  readonly metrics: Metrics
  /** Runs changes of one conversation one after another, so that those of this process never conflict. Default: at once. */
  readonly oneByOne?: OneByOne
}

/** Carries out a change after the earlier ones of the same conversation. Settles as the change does. */
export type OneByOne = <T>(conversationId: string, change: () => Promise<T>) => Promise<T>

/**
 * The only way to change a conversation: loads, decides and commits until no other commit interferes, then announces
 * the entries to the watchers. Throws `session.not_found`, `message.too_large`, and `session.busy` (503) if other
 * commits won every attempt. With these errors nothing is written. `requires` may throw, too: it sees the conversation
 * that the command is about to change.
 */
export async function execute<V extends Verb>(
  ports: ExecutePorts,
  target: Target,
  command: CommandOf<V> & { readonly verb: V },
  requires?: (session: Session) => void,
): Promise<{ outcome: OutcomeOf<V>; session: Session; decision: Decision<OutcomeOf<V>> }> {
  const { store, clock, metrics, oneByOne } = ports
  const policy = await ports.policyOf(target.botId)
  const attempt = async () => {
    const { session, version, watchers } = await loadOrNew(ports, target)
    requires?.(session)
    const known = await withRecord(store, session, await withKnown(store, session, command))
    const decision = decide<V>(session, await withRoom(store, session, known, clock.now(), policy), clock.now(), policy)
    checkSize(decision.entries, decision.session.tail)
    if (decision.changed && !(await store.commit(version, decision))) return undefined
    return { decision, revision: session.revision, watchers }
  }
  const attempts = () => retry(clock, attempt)
  const done = await (oneByOne ? oneByOne(idOf(target), attempts) : attempts())
  if (done === undefined) {
    throw new InterludeError('session.busy', 'too many changes to this conversation at once', { retryAfterSeconds: 1 })
  }
  const { decision, revision, watchers } = done
  for (const name of countsOf(decision)) metrics.count(name)
  await announce(ports, decision, revision, watchers)
  return { outcome: decision.outcome, session: decision.session, decision }
}

/**
 * Adds the stored attributes to a command with other attributes than the last one, so that they are merged. A commit
 * writes the attributes together with the session, so the session's version detects a concurrent merge.
 */
async function withKnown<C extends CommandOf<Verb>>(store: SessionStore, session: Session, command: C): Promise<C> {
  if ((command.verb !== 'receive' && command.verb !== 'identify') || !needsKnown(session, command)) return command
  return { ...command, known: (await store.attributes([session.id])).get(session.id) }
}
