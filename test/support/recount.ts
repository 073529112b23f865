import type { Actor, Entry } from '../../lib/protocol/entry.ts'
import type { Counts } from '../../lib/session/tally.ts'

/** Counters of one day, queue and agent, as tests count them. */
export interface Recount {
  readonly day: string
  readonly queue: string | undefined
  readonly agentId: string | undefined
  readonly counts: Counts
}

interface Open {
  readonly startedAt: number
  queue: string | undefined
  owner: Actor | undefined
  last: Actor | undefined
  assignedAt: number | undefined
  answeredAt: number | undefined
}

/**
 * Counts the handoffs of one conversation a second time: from its log alone, without the domain's helpers. Returns a
 * recount for each entry that ends or rates a handoff.
 */
export function recounted(log: readonly Entry[], timeZone: string): Recount[] {
  const found: Recount[] = []
  const ended = new Map<number, Pick<Recount, 'queue' | 'agentId'>>()
  let open: Open | undefined
  log.forEach((entry, index) => {
    const at = Date.parse(entry.at)
    switch (entry.kind) {
      case 'paused': {
        const next = log[index + 1]
        const isFull = next?.kind === 'transferred' && next.reason.includes('no room')
        const owner = entry.by.type === 'agent' && !isFull ? entry.by : undefined
        const assignedAt = owner && at
        open = { startedAt: at, queue: entry.queue, owner, last: owner, assignedAt, answeredAt: undefined }
        break
      }
      case 'assigned':
      case 'transferred': {
        if (!open) break
        const to = entry.kind === 'assigned' ? entry.agent : entry.to
        if (entry.kind === 'transferred') open.queue = entry.queue ?? open.queue
        open.owner = to
        if (to) open.last = to
        if (to) open.assignedAt ??= at
        break
      }
      case 'message':
        if (open && entry.by.type === 'agent') open.answeredAt ??= at
        break
      case 'resumed': {
        if (!open) break
        const { queue, last } = open
        const whose = { queue, agentId: last?.type === 'agent' ? last.id : undefined }
        ended.set(entry.episode, whose)
        found.push({ day: dayOf(at, timeZone), ...whose, counts: countsOf(open, at, entry.outcome, timeZone) })
        open = undefined
        break
      }
      case 'rated': {
        const whose = ended.get(entry.episode) ?? { queue: undefined, agentId: undefined }
        found.push({ day: dayOf(at, timeZone), ...whose, counts: { [`stars${entry.stars}`]: 1 } })
        break
      }
    }
  })
  return found
}

function countsOf({ startedAt, assignedAt, answeredAt }: Open, at: number, outcome: string, timeZone: string): Counts {
  const hour = partOf(startedAt, timeZone, 'hour')
  const waitMs = (assignedAt ?? at) - startedAt
  const counts: Record<string, number> = { ended: 1, [outcome]: 1, [`h${hour}`]: 1 }
  if (assignedAt === undefined) Object.assign(counts, { abandoned: 1, abandonedMs: waitMs })
  else {
    Object.assign(counts, { waits: 1, waitMs, [`wait${bucketOf(waitMs)}`]: 1, [`hw${hour}`]: 1, [`hm${hour}`]: waitMs })
    Object.assign(counts, { handled: 1, handledMs: at - assignedAt })
  }
  if (answeredAt !== undefined) {
    const answerMs = answeredAt - startedAt
    Object.assign(counts, { answers: 1, answerMs, [`answer${bucketOf(answerMs)}`]: 1 })
  }
  return counts as Counts
}

function bucketOf(ms: number): number {
  if (ms <= 30_000) return 0
  if (ms <= 60_000) return 1
  if (ms <= 120_000) return 2
  if (ms <= 300_000) return 3
  if (ms <= 900_000) return 4
  return ms <= 3_600_000 ? 5 : 6
}

function dayOf(at: number, timeZone: string): string {
  return `${partOf(at, timeZone, 'year')}-${partOf(at, timeZone, 'month')}-${partOf(at, timeZone, 'day')}`
}

function partOf(at: number, timeZone: string, part: 'year' | 'month' | 'day' | 'hour'): string {
  const parts = formatOf(timeZone).formatToParts(at)
  return parts.find(({ type }) => type === part)?.value ?? ''
}

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const style = {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  } as const
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', style)
  formats.set(timeZone, format)
  return format
}

/** Sums recounts, or tallies, of the same day, queue and agent. Comparable with `toEqual`. */
export function summed(all: readonly Recount[]): Readonly<Record<string, Counts>> {
  const sums: Record<string, Record<string, number>> = {}
  for (const { day, queue, agentId, counts } of all) {
    const key = JSON.stringify([day, queue ?? null, agentId ?? null])
    sums[key] ??= {}
    const sum = sums[key]
    for (const [name, count = 0] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count
  }
  return sums as Readonly<Record<string, Counts>>
}
