import { Newest } from '../newest.ts'
import type { Log } from '../ports/system.ts'

const MAX_ACCOUNTS = 1_000
const reported = new WeakMap<Log, Newest<string, true>>()

/** Logs once that the token of an account no longer serves: each waiting message finds it out anew. */
export function reportToken(
  log: Log,
  account: string,
  message: string,
  details: Readonly<Record<string, unknown>>,
): void {
  const accounts = reported.get(log) ?? new Newest<string, true>(MAX_ACCOUNTS)
  reported.set(log, accounts)
  if (accounts.get(account)) return
  accounts.put(account, true)
  log.error(message, details)
}

/** Says that the token of an account serves, so that its next failure is logged again. */
export function tokenServes(log: Log, account: string): void {
  reported.get(log)?.delete(account)
}
