import { Logger } from '@aws-lambda-powertools/logger'
import type { Log } from '../ports/system.ts'
import { inSources } from './sources.ts'

/** A log that knows what it is written for. */
export interface InvocationLog extends Log {
  /** Every line from here on carries these. */
  begin(ids: Readonly<Record<string, string>>): void
  end(): void
}

/** Structured log lines. `POWERTOOLS_LOG_LEVEL` sets how much is said. */
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
