import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ConsoleConfig } from '../web/console/sign-in/config.ts'
import { send } from './issuer/answers.ts'

const PATH = '/console/config.json'

/** Answers the console's public configuration; says `false` to anything else. */
export function consoleConfig(config: ConsoleConfig): (req: IncomingMessage, res: ServerResponse) => boolean {
  const body = JSON.stringify(config)
  return (req, res) => {
    if (req.url?.split('?', 1)[0] !== PATH || (req.method !== 'GET' && req.method !== 'HEAD')) return false
    send(res, 200, 'application/json', body)
    return true
  }
}
