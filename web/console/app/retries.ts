import { ProblemError } from '../../../lib/client/index.ts'

const MAX_RETRIES = 3
const SERVER_FAULT = 500

/** Says whether to repeat a failed request. A refused request would be refused again. */
export function retries(failures: number, error: Error): boolean {
  if (failures >= MAX_RETRIES) return false
  return !(error instanceof ProblemError) || error.status === 0 || error.status >= SERVER_FAULT
}
