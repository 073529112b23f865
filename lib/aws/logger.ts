import { Logger } from '@aws-lambda-powertools/logger'
import type { Log } from '../ports/system.ts'
import { inSources } from './sources.ts'

/** A log that adds the ids of an invocation to its lines. */
export interface InvocationLog extends Log {
  /** Adds these ids to every later line. */
  begin(ids: Readonly<Record<string, string>>): void
  end(): void
}

/** Writes structured log lines. `POWERTOOLS_LOG_LEVEL` sets the level. */
export function powertoolsLog(serviceName: string): InvocationLog {
  const logger = new Logger({ serviceName })
  return {
    debug: (message, details = {}) => logger.debug(message, details),
    info: (message, details = {}) => logger.info(message, details),
    warn: (message, details = {}) => logger.warn(message, details),
    error: (message, { error, ...details } = {}) =>
      logger.error(message, {
        ...details,
        ...(error !== undefined && { error: typeof error === 'string' ? inSources(error) : error }),
      }),
    begin: ids => logger.appendKeys(ids),
    end: () => logger.resetKeys(),
  }
}
