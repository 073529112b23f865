import { randomUUID } from 'node:crypto'
import type { App } from '../lib/app.ts'
import type { Log } from '../lib/ports/system.ts'
import type { Engine } from './engine.ts'
import { type Gateway, type GatewayOptions, startGateway } from './gateway/gateway.ts'
import { DEMO_BOT, type Secrets } from './seed.ts'

/** Messages to send one after another; then messages to send at once, which open the connections. */
const ONE_BY_ONE = 16
const AT_ONCE = 8
/** No further message is sent after this time (ms), and none is awaited for longer. */
const BUDGET_MS = 1_500

export interface WarmUp {
  /** An engine without data. Closed in the end. */
  readonly spare: Engine
  /** An application over the store of the spare engine, with the demo bot. */
  readonly app: App
  readonly routes: GatewayOptions['routes']
  readonly secrets: Secrets
  readonly log: Log
}

/**
 * Runs the code of a message and of everything that follows it, so that no user waits while Node loads and compiles it:
 * users of the demo bot write through a gateway of their own to a spare engine. Nothing of that remains, since the
 * engine that has the data gets none of it. Never throws: a start without a warm-up is only slower.
 */
export async function warmUp({ spare, app, routes, secrets, log }: WarmUp): Promise<void> {
  const ends = [() => spare.close()]
  try {
    const socket = { path: '/', handler: async () => ({ statusCode: 404 }) }
    const gateway = await startGateway({ host: '127.0.0.1', port: 0, routes, socket, log })
    ends.push(() => gateway.close())
    const feeding = spare.serveChanges(app)
    ends.push(() => feeding.stop())
    await converse(gateway, secrets)
    log.debug('warmed up')
  } catch (error) {
    log.warn('warming up failed; the first requests will take longer', { error: String(error) })
  } finally {
    for (const end of ends.reverse())
      await end().catch(error => log.warn('ending the warm-up failed', { error: String(error) }))
  }
}

async function converse({ url }: Gateway, { botKey }: Secrets): Promise<void> {
  const signal = AbortSignal.timeout(BUDGET_MS)
  const write = async () => {
    const path = `/api/v1/bots/${DEMO_BOT}/channel/api/user/warm-up-${randomUUID()}/messages`
    const headers = { authorization: `Bearer ${botKey}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ id: 'm1', text: 'hello' })
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body, signal })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`a message was answered ${answer.status}`)
  }
  try {
    for (let n = 0; n < ONE_BY_ONE; n++) await write()
    await Promise.all(Array.from({ length: AT_ONCE }, write))
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
