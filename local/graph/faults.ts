import { setTimeout as sleep } from 'node:timers/promises'
import type { Instant } from '../../lib/session/session.ts'
import { failureOf, GraphError } from './errors.ts'

/** A failure of a call. */
export interface Fault {
  /** A published code, and its subcode. Absent: the call succeeds (after `delayMs`). */
  readonly code?: number
  readonly subcode?: number
  /** Another HTTP status than the usual one of the code. */
  readonly status?: number
  /** Waits before the answer. */
  readonly delayMs?: number
  /** Carries the call out, although the caller gets the error. */
  readonly afterwards?: true
  /** Ends the connection without an answer. */
  readonly hangUp?: true
  /** The kind of call, by the last part of its path (`messages`, `subscribed_apps`), or `any`. Default: `messages`. */
  readonly on?: string
}

/** A limit on a page's sends. */
export interface Limit {
  readonly calls: number
  readonly perMs: number
  /** 613 by default; 4, 32 and 80006 are others. */
  readonly code?: number
}

/** The faults that tests ordered. */
export class Faults {
  #next: Fault[] = []
  readonly #limits = new Map<string, Limit & { at: Instant[] }>()

  /** Lets the next `count` calls fail. Throws if the code is not a published one. */
  next(count: number, fault: Fault): void {
    if (fault.code !== undefined) failureOf(fault.code, fault.subcode)
    for (let each = 0; each < count; each++) this.#next.push(fault)
  }

  /** Limits the sends of a page. Undefined: no limit. */
  limit(pageId: string, limit: Limit | undefined): void {
    if (limit === undefined) this.#limits.delete(pageId)
    else this.#limits.set(pageId, { ...limit, at: [] })
  }

  clear(): void {
    this.#next = []
    this.#limits.clear()
  }

  /** Takes the next fault for a kind of call. */
  take(kind: string): Fault | undefined {
    const index = this.#next.findIndex(({ on = 'messages' }) => on === kind || on === 'any')
    return index === -1 ? undefined : this.#next.splice(index, 1)[0]
  }

  /** Throws GraphError if the page sent too much. */
  count(pageId: string, now: Instant): void {
    const limit = this.#limits.get(pageId)
    if (limit === undefined) return
    limit.at = limit.at.filter(at => now - at < limit.perMs)
    if (limit.at.length >= limit.calls) {
      const failure = failureOf(limit.code ?? 613)
      throw new GraphError({
        ...failure,
        headers: usageOf(pageId, failure.code, (limit.at[0] ?? now) + limit.perMs - now),
      })
    }
    limit.at.push(now)
  }
}

/**
 * The header that tells how long to wait, for a limit of a business use case:
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting.
 */
const usageOf = (pageId: string, code: number, waitMs: number): Readonly<Record<string, string>> => {
  if (code !== 80006) return {}
  const usage = {
    type: 'messenger',
    call_count: 100,
    total_cputime: 100,
    total_time: 100,
    estimated_time_to_regain_access: Math.ceil(waitMs / 60_000),
  }
  return { 'x-business-use-case-usage': JSON.stringify({ [pageId]: [usage] }) }
}

/** Waits as a fault says. Throws its error. */
export const suffer = async ({ code, subcode, status, delayMs = 0 }: Fault): Promise<void> => {
  if (delayMs > 0) await sleep(delayMs)
  if (code === undefined) return
  const failure = failureOf(code, subcode)
  throw new GraphError(status === undefined ? failure : { ...failure, status })
}
