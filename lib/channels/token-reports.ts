import { Newest } from '../newest.ts'
import type { Log } from '../ports/system.ts'
import { memoryOf } from './memory-of.ts'

const MAX_ACCOUNTS = 1_000
const reported = memoryOf(() => new Newest<string, true>(MAX_ACCOUNTS))

/** Logs once that the token of an account no longer serves: each waiting message finds that out for itself. */
export function reportToken(
  log: Log,
  account: string,
  message: string,
  details: Readonly<Record<string, unknown>>,
): void {
  const accounts = reported(log)
  if (accounts.get(account)) return
  accounts.put(account, true)
  log.error(message, details)
}

/** Says that the token of an account serves, so that its next failure is logged again. */
export function tokenServes(log: Log, account: string): void {
  reported(log).delete(account)
}
