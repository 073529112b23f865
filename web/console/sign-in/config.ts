export type { ConsoleConfig, EndSession } from '../../../lib/web/config.ts'
