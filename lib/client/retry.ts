import type { ProblemError } from './problem-error.ts'

const COMMAND: Backoff = { firstMs: 1_000, mostMs: 15_000 }

/** A wait that doubles with each failure in a row after the first, up to a maximum (ms). */
export interface Backoff {
  readonly firstMs: number
  readonly mostMs: number
}

/** Wait after this number of failures in a row. */
export function backoffMs({ firstMs, mostMs }: Backoff, failures: number): number {
  return Math.min(mostMs, firstMs * 2 ** Math.max(0, failures - 1))
}

/** Wait before another attempt of a command after this number of failures in a row. */
export const retryMs = (failures: number): number => backoffMs(COMMAND, failures)

/** Whether the server may accept the same command a moment later. */
export function mayPass({ code }: ProblemError): boolean {
  switch (code) {
    case 'client.unreachable':
    case 'connection.not_found':
    case 'auth.expired':
    case 'turn.in_progress':
    case 'session.busy':
    case 'service.overloaded':
    case 'store.unavailable':
    case 'internal':
      return true
    default:
      return false
  }
}
