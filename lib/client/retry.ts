import type { ProblemError } from './problem-error.ts'

const FIRST_MS = 1_000
const MOST_MS = 15_000

/** Wait before another attempt after this number of failures in a row. */
export const retryMs = (failures: number): number => Math.min(MOST_MS, FIRST_MS * 2 ** (failures - 1))

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
