// Keep this import first: zod reads the setting when a schema is created, at import.
import '../data/no-eval.ts'

import * as z from 'zod'
import { BotConfig } from '../../../lib/protocol/config.ts'
import { invalidFields } from '../../../lib/protocol/problem.ts'
import { fieldsOf } from './form.ts'

/** The form fields of a bot's configuration. */
export const CONFIG_FIELDS = fieldsOf(z.toJSONSchema(BotConfig, { io: 'input', unrepresentable: 'any' }) as object)

/** A configuration as the API takes it. */
export type ConfigInput = z.input<typeof BotConfig>

/** Lists the wrong fields of a configuration by their paths: those that the server would name, in its words. */
export function problemsOf(draft: unknown): ReadonlyMap<string, string> {
  const { error } = BotConfig.safeParse(draft)
  const problems = new Map<string, string>()
  for (const { path, message } of error === undefined ? [] : invalidFields(error, 'body')) {
    if (!problems.has(path)) problems.set(path, message)
  }
  return problems
}
