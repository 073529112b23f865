import { type LoadPorts, loadOrNew, type Target } from '../conversations/load.ts'
import { forgetSocket } from '../conversations/presence.ts'
import { isHeard } from '../conversations/watching.ts'
import { gathered } from '../gathered.ts'
import { Newest } from '../newest.ts'
import type { AgentStore } from '../ports/agents.ts'
import type { SocketGateway } from '../ports/outside.ts'
import type { ReceiptStore } from '../ports/receipts.ts'
import type { Loaded } from '../ports/sessions.ts'
import type { SocketStore } from '../ports/sockets.ts'
import type { Log } from '../ports/system.ts'
import type { SessionId } from '../protocol/ids.ts'
import {
  hasSameMarks,
  joinReceipts,
  NO_RECEIPTS,
  type ReceiptMarks,
  type Receipts,
  withinLog,
} from '../session/receipts.ts'
import { type Instant, sessionId } from '../session/session.ts'

/** Shortest time (ms) between two pushes about one conversation on one machine. */
export const PUSH_EVERY_MS = 1_000
/** Conversations whose receipts a process remembers, so that a repeated receipt costs no call of the store. */
const REMEMBERED = 10_000
/** Most receipts of one write. */
const AT_ONCE = 1_000

export interface ReceiptPorts extends LoadPorts {
  readonly store: LoadPorts['store'] & ReceiptStore & SocketStore & AgentStore
  readonly sockets: SocketGateway
  readonly log: Log
}

/** Keeps the receipts of conversations, and tells the agents who have a conversation open. */
export interface ReceiptKeeper {
  /**
   * Adds news, at most to the log's end. Receipts that arrive while a write of the same conversation is under way share
   * the next one. News that change nothing are neither written nor pushed, and mostly not even read. Does nothing for a
   * conversation without entries. `loaded`: the conversation, if the caller has just read it. Returns the marks. Throws
   * `session.not_found` for an unknown id.
   */
  add(target: Target, news: Partial<Receipts>, loaded?: Loaded): Promise<ReceiptMarks>
}

interface Item {
  readonly target: Target
  readonly news: Receipts
  readonly loaded: Loaded | undefined
}

/**
 * `everyMs`: the shortest time between two pushes about one conversation. Changes within it share a push at its end,
 * which a timer makes: pass 0 for a process that stops between requests.
 */
export function createReceipts(ports: ReceiptPorts, everyMs: number): ReceiptKeeper {
  const { store } = ports
  const remembered = new Newest<SessionId, Receipts>(REMEMBERED)
  const push = pushesOf(ports, everyMs)

  const known = (id: SessionId, news: Receipts): Receipts | undefined => {
    const receipts = remembered.get(id)
    return receipts !== undefined && joinReceipts(receipts, news) === receipts ? receipts : undefined
  }
  const write = gathered(async (id: SessionId, items: readonly Item[]) => {
    const news = items.map(item => item.news).reduce(joinReceipts, NO_RECEIPTS)
    const marks = known(id, news) ?? (await writeNews(id, items, news))
    return items.map(() => marks)
  }, AT_ONCE)
  const writeNews = async (id: SessionId, items: readonly Item[], news: Receipts): Promise<Receipts> => {
    const revision = await revisionFor(ports, items)
    if (revision === 0) return NO_RECEIPTS
    const { receipts, before } = await store.addReceipts(id, withinLog(news, revision))
    remembered.put(id, receipts)
    const [first] = items
    if (first !== undefined && !hasSameMarks(receipts, before)) await push(id, first.target, receipts)
    return receipts
  }
  return {
    async add(target, part, loaded) {
      const id = 'id' in target ? target.id : sessionId(target)
      const news = { ...NO_RECEIPTS, ...part }
      return known(id, news) ?? (await write(id, { target, news, loaded }))
    },
  }
}

/** Returns the length of the log that all of these receipts may name. */
async function revisionFor(ports: LoadPorts, items: readonly Item[]): Promise<number> {
  let revision = 0
  for (const { target, loaded } of items) {
    // A receipt whose sender has not read the conversation may name an entry that the others do not know yet.
    if (loaded === undefined) return (await loadOrNew(ports, target)).session.revision
    revision = Math.max(revision, loaded.session.revision)
  }
  return revision
}

/** Makes a function that pushes marks to a conversation's agents, at most once in `everyMs` for each conversation. */
function pushesOf(ports: ReceiptPorts, everyMs: number) {
  const { clock } = ports
  const pushedAt = new Newest<SessionId, Instant>(REMEMBERED)
  const waiting = new Map<SessionId, ReceiptMarks>()

  const now = async (id: SessionId, target: Target, marks: ReceiptMarks) => {
    pushedAt.put(id, clock.now())
    await tellAgents(ports, target, marks)
  }
  return async (id: SessionId, target: Target, marks: ReceiptMarks): Promise<void> => {
    const isPlanned = waiting.has(id)
    const waitMs = Math.min(everyMs, (pushedAt.get(id) ?? Number.NEGATIVE_INFINITY) + everyMs - clock.now())
    if (!isPlanned && waitMs <= 0) return await now(id, target, marks)
    waiting.set(id, marks)
    if (isPlanned) return
    void clock.sleep(waitMs).then(async () => {
      const newest = waiting.get(id) ?? marks
      waiting.delete(id)
      await now(id, target, newest)
    })
  }
}

/**
 * Pushes marks to the agents who are direct watchers of a conversation. Reads the watchers after the marks were
 * written: an agent who opens the conversation meanwhile gets the marks by one of the two. Never throws: the marks come
 * again when the conversation is opened.
 */
async function tellAgents(
  ports: ReceiptPorts,
  target: Target,
  { deliveredUpTo, readUpTo }: ReceiptMarks,
): Promise<void> {
  try {
    const { session, watchers } = await loadOrNew(ports, target)
    const agents = watchers.filter(watcher => watcher.as === 'agent' && isHeard(watcher, ports.clock.now()))
    const frame = { type: 'receipts', session: session.id, deliveredUpTo, readUpTo } as const
    await Promise.all(
      agents.map(async ({ connectionId }) => {
        const outcome = await ports.sockets.push(connectionId, frame)
        if (outcome === 'gone') await forgetSocket(ports, connectionId, session.id)
      }),
    )
  } catch (error) {
    ports.log.warn('receipts push failed', { error: String(error) })
  }
}
