import { addCounts, type Counts, FUNCTIONS, noCounts } from './counts.ts'
import { NOTHING_USED, type Usage } from './prices.ts'
import type { Kind } from './story.ts'
import { type Kinds, oneOf } from './trace.ts'

/** The assumptions that a trace cannot provide. */
export interface Assumptions {
  /** How long a bot takes to answer. The function waits that long, and AWS bills the wait. */
  readonly botMs: number
  /** How long a channel's webhook takes. */
  readonly channelMs: number
  /** The factor for recorded milliseconds: a table on AWS is farther away than the engine. */
  readonly stretch: number
  /** The share of invocations that start a process, and how long the start takes. AWS bills it since August 2025. */
  readonly coldShare: number
  readonly coldMs: number
}

export const USUAL: Assumptions = { botMs: 1_000, channelMs: 200, stretch: 1, coldShare: 0.01, coldMs: 1_000 }

const MEMORY_GB = 0.5
const GB = 1e9
const MINUTES_A_MONTH = 730 * 60

/** An agent's day: eight hours, a ping every 25 s, a new socket every two hours, a fresh token every hour. */
const AGENT_DAYS = 30
const AGENT_HOURS = 8
const AGENT_DAY: Partial<Record<Kind, number>> = {
  'socket: connect': 4,
  'socket: hello': 4,
  'socket: subscribe': 4,
  // The open conversation is watched again on each new socket.
  'socket: watch': 4,
  'inbox read': 4,
  'socket: fresh token': 8,
  'socket: ping': (AGENT_HOURS * 3600) / 25,
  'socket: disconnect': 4,
}

/** Ten messages per conversation, half of them the user's. A tenth of the million messages falls into episodes. */
const CONVERSATIONS = 100_000
const TAKEN_OVER = 12_500
const WITH_BOT: Partial<Record<Kind, number>> = {
  'first message, answered by the bot': 1,
  'message, answered by the bot': 4,
}
/**
 * A handoff: the request, its alert, two questions of the widget for the place, opening and closing the conversation, four
 * messages of each side, the handback.
 */
const HANDOFF: Partial<Record<Kind, number>> = {
  'request for an agent': 1,
  'question for the place': 2,
  'socket: watch': 1,
  "agent's message": 4,
  'message during an episode': 4,
  unpause: 1,
  'socket: unwatch': 1,
}
const WITH_PERSON: Partial<Record<Kind, number>> = { 'first message, answered by the bot': 1, ...HANDOFF }

/** The resources of the template that cost the same whether they are used or not. */
export type Standing = Pick<Usage, 'metrics' | 'alarms' | 'dashboards'>

export interface Month {
  readonly name: string
  readonly usage: Usage
}

export function monthsOf(
  counted: Kinds,
  standing: Standing,
  assumed: Assumptions = USUAL,
): readonly [Month, Month, Month] {
  const idle = noCounts()
  addKinds(idle, counted, { 'idle minute': 1 }, MINUTES_A_MONTH)
  const agent = noCounts()
  addKinds(agent, counted, AGENT_DAY, AGENT_DAYS)
  const million = noCounts()
  addKinds(million, counted, WITH_BOT, CONVERSATIONS - TAKEN_OVER)
  addKinds(million, counted, WITH_PERSON, TAKEN_OVER)
  addCounts(million, agent)
  addCounts(million, idle)

  const socketMinutes = AGENT_DAYS * AGENT_HOURS * 60
  const ofAgent = { socketMinutes, agents: 1 }
  return [
    { name: 'A million entries, one agent', usage: { ...usageOf(million, assumed), ...standing, ...ofAgent } },
    { name: "One agent's socket for a month", usage: { ...usageOf(agent, assumed), ...ofAgent } },
    { name: 'An idle month', usage: { ...usageOf(idle, assumed), ...standing } },
  ]
}

/** The counts of one handoff, its messages included. */
export function handoffOf(counted: Kinds): Counts {
  const handoff = noCounts()
  addKinds(handoff, counted, HANDOFF, 1)
  return handoff
}

function addKinds(sum: Counts, counted: Kinds, kinds: Partial<Record<Kind, number>>, factor: number): void {
  for (const [kind, times] of Object.entries(kinds)) addCounts(sum, oneOf(counted, kind as Kind), times * factor)
}

/** Converts counts to billed usage. Assumes that all data of a month is stored from its first day. */
export function usageOf(counts: Counts, assumed: Assumptions): Usage {
  const each = FUNCTIONS.map(name => counts.lambda[name] ?? { invocations: 0, ms: 0 })
  const invocations = each.reduce((total, { invocations: more }) => total + more, 0)
  const ms = each.reduce((total, { ms: more }) => total + more, 0)
  const { botMs, stretch, coldShare, coldMs } = assumed
  const allMs =
    ms * stretch + counts.botCalls * botMs + counts.channelCalls * assumed.channelMs + invocations * coldShare * coldMs
  const storage = Math.max(0, counts.dataBytes) / GB
  return {
    ...NOTHING_USED,
    tableWrites: counts.tableWriteUnits,
    indexWrites: counts.indexWriteUnits,
    reads: counts.readUnits,
    storage,
    recovery: storage,
    invocations,
    compute: (allMs / 1000) * MEMORY_GB,
    httpRequests: counts.httpRequests,
    socketMessages: counts.socketMessages,
    publishes: counts.publishes,
    // One address subscribes to the topic.
    emails: counts.publishes,
    logs: counts.logBytes / GB,
    outbound: counts.outBytes / GB,
  }
}
