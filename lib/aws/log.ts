import { Logger } from '@aws-lambda-powertools/logger'
import type { Log } from '../session/ports.ts'

/** Structured log lines. `POWERTOOLS_LOG_LEVEL` sets how much is said. */
export function powertoolsLog(serviceName: string): Log {
  const logger = new Logger({ serviceName })
  return {
    debug: (message, details = {}) => logger.debug(message, details),
    info: (message, details = {}) => logger.info(message, details),
    warn: (message, details = {}) => logger.warn(message, details),
    error: (message, details = {}) => logger.error(message, details),
  }
}
