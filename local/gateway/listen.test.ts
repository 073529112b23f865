import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Listening, listen } from './listen.ts'

const CLIENTS = 128

let listening: Listening
afterEach(() => listening.close())

describe('listening', () => {
  // Node accepts one connection per listener and turn: under load, when turns are long, new clients would wait for seconds.
  it.runIf(process.platform === 'linux')('accepts many clients in few turns of the event loop', async () => {
    const server = createServer()
    listening = await listen(server, 0, '127.0.0.1', CLIENTS)
    const all = Promise.withResolvers<void>()
    let accepted = 0
    server.on('connection', () => {
      if (++accepted === CLIENTS) all.resolve()
    })
    let turns = 0
    const count = () => {
      turns++
      if (accepted < CLIENTS) setImmediate(count)
    }
    const clients = Array.from({ length: CLIENTS }, () => connect(listening.port, '127.0.0.1').on('error', () => {}))
    count()
    await all.promise
    for (const client of clients) client.destroy()

    expect(turns).toBeLessThan(CLIENTS / 2)
  })

  it('closes a connection above the limit, and accepts another once one has ended', async () => {
    const server = createServer((_req, res) => void res.end('here'))
    listening = await listen(server, 0, '127.0.0.1', 2)
    const come = async () => {
      const accepted = once(server, 'connection')
      const client = connect(listening.port, '127.0.0.1').on('error', () => {})
      const [socket] = (await accepted) as [Socket]
      return { client, socket }
    }
    const [first, second] = [await come(), await come()]
    const third = await come()
    await once(third.client, 'close')
    const gone = once(first.socket, 'close')
    first.client.destroy()
    await gone
    const answer = await fetch(`http://127.0.0.1:${listening.port}/`, { headers: { connection: 'close' } })
    expect(await answer.text()).toBe('here')
    second.client.destroy()
  })

  it('serves connections of all its listeners', async () => {
    const server = createServer((_req, res) => void res.end('here'))
    listening = await listen(server, 0, '127.0.0.1', 100)
    const texts = await Promise.all(
      Array.from({ length: 64 }, async () => {
        const answer = await fetch(`http://127.0.0.1:${listening.port}/`, { headers: { connection: 'close' } })
        return await answer.text()
      }),
    )
    expect(new Set(texts)).toEqual(new Set(['here']))
  })
})
