import { checkBot } from './check-bot.ts'
import { checkLogs } from './check-logs.ts'
import { checkOperations } from './check-operations.ts'
import { checkOutside } from './check-outside.ts'
import type { History, Violation } from './history.ts'

/** Returns every promise that a recorded run broke; a pure function of what was observed from outside. */
export function checkHistory(history: History): Violation[] {
  return [...checkLogs(history), ...checkOperations(history), ...checkBot(history), ...checkOutside(history)]
}
