import { describe, expect, it } from 'vitest'
import type { Log } from '../../lib/ports/system.ts'
import { Invocations } from './lambda.ts'

function given() {
  const lines: unknown[] = []
  const at =
    (level: string): Log['info'] =>
    (message, details) =>
      void lines.push([level, message, details])
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  const { promise: storeCloses, reject: closeStore } = Promise.withResolvers<never>()
  const invocations = new Invocations(log, 30_000)
  const runs = (name: string) => invocations.run(() => storeCloses, {}, name)
  return { lines, invocations, runs, closeStore: () => closeStore(new Error('the store is not reachable')) }
}

describe('functions that still run when the runner stops', () => {
  it('are reported in one line after the time to drain, and do not log how they fail then', async () => {
    const { lines, invocations, runs, closeStore } = given()
    const running = [runs('$disconnect'), runs('$disconnect'), runs('$disconnect'), runs('GET /api/v1/me')]
    await invocations.drain(5)
    closeStore()

    expect(await Promise.all(running)).toEqual(running.map(() => ({ status: 'failed' })))
    expect(lines).toEqual([
      ['warn', 'stopped before functions ended', { afterMs: 5, running: { $disconnect: 3, 'GET /api/v1/me': 1 } }],
    ])
  })

  it('log how they fail if they end in time', async () => {
    const { lines, invocations, runs, closeStore } = given()
    void runs('$disconnect')
    const drained = invocations.drain(30_000)
    closeStore()
    await drained
    expect(lines).toEqual([['error', 'a function failed', expect.objectContaining({ name: '$disconnect' })]])
  })
})
