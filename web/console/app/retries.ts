import { ProblemError } from '../../../lib/client/index.ts'

const MAX_RETRIES = 3
const SERVER_FAULT = 500

/** Whether a request that failed is made again: one that was refused would be refused again. */
export function retries(failures: number, error: Error): boolean {
  if (failures >= MAX_RETRIES) return false
  return !(error instanceof ProblemError) || error.status === 0 || error.status >= SERVER_FAULT
}
