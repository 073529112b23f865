import type { Log } from '../lib/ports/system.ts'
import { LogLevel } from './options.ts'
import { plainJson } from './terminal.ts'

/** Writes one JSON line per message to standard error, as the functions do on AWS. */
export function createLog(level: LogLevel): Log {
  const from = LogLevel.options.indexOf(level)
  const at =
    (name: LogLevel): Log['info'] =>
    (message, details = {}) => {
      if (LogLevel.options.indexOf(name) < from) return
      process.stderr.write(`${plainJson({ at: new Date().toISOString(), level: name, message, ...details })}\n`)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
