import { createServer, type RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { rawPost } from './http-client.ts'
import { openSender, refusalsOf, type Sender, steadily, timesOf } from './steady.ts'

const LONG_MS = 60_000
const REQUEST = rawPost('/', {}, '{}')

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function senderTo(listener: RequestListener, withinMs = LONG_MS): Promise<Sender> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const sender = openSender(typeof address === 'object' && address ? address.port : 0, withinMs)
  closing.push(() => {
    sender.close()
    server.close()
    server.closeAllConnections()
  })
  return sender
}

describe('a sender', () => {
  it('returns the status of each answer', async () => {
    const statuses = [200, 503]
    const sender = await senderTo((_, res) => res.writeHead(statuses.shift() ?? 500, { 'content-length': 0 }).end())
    expect((await sender.send(REQUEST)).status).toBe(200)
    expect((await sender.send(REQUEST)).status).toBe(503)
  })

  it('sends a request while an earlier one waits for its answer', async () => {
    const held: (() => void)[] = []
    const sender = await senderTo((_, res) => {
      held.push(() => res.writeHead(200, { 'content-length': 0 }).end())
      if (held.length === 2) for (const release of held) release()
    })
    const both = await Promise.all([sender.send(REQUEST), sender.send(REQUEST)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
  })

  it('gives up a request that no answer comes to, and sends the next one', async () => {
    let count = 0
    const sender = await senderTo((_, res) => {
      if (count++ > 0) res.writeHead(200, { 'content-length': 0 }).end()
    }, 50)
    expect((await sender.send(REQUEST)).status).toBe('no answer within 50 ms')
    expect((await sender.send(REQUEST)).status).toBe(200)
  })

  it('says that a server closed the connection', async () => {
    const sender = await senderTo(req => req.socket.destroy())
    expect((await sender.send(REQUEST)).status).toContain('the server closed the connection')
  })

  it('says that nobody listens', async () => {
    const sender = openSender(1, LONG_MS)
    expect((await sender.send(REQUEST)).status).toContain('ECONNREFUSED')
  })
})

describe('a steady load', () => {
  it('makes a call while earlier ones wait, and returns the results in order', async () => {
    const last = Promise.withResolvers<void>()
    const results = await steadily(['a', 'b', 'c'], 1, async item => {
      if (item === 'c') last.resolve()
      await last.promise
      return item.toUpperCase()
    })
    expect(results).toEqual(['A', 'B', 'C'])
  })
})

describe('the outcomes of a load', () => {
  const outcome = (status: number | string, ms = 1) => ({ status, ms })

  it('have the median, the 99th percentile and the worst time', () => {
    const outcomes = Array.from({ length: 200 }, (_, index) => outcome(200, 200 - index))
    expect(timesOf(outcomes)).toEqual({ p50: 101, p99: 199, worst: 200 })
  })

  it('have only the times of requests that were answered 200', () => {
    expect(timesOf([outcome(200, 5), outcome(503, 1), outcome('no answer', 9)])).toEqual({ p50: 5, p99: 5, worst: 5 })
  })

  it('count the requests that were not answered 200, by status', () => {
    expect(refusalsOf([200, 503, 'no answer', 503].map(status => outcome(status)))).toBe('2 × 503, 1 × no answer')
    expect(refusalsOf([outcome(200)])).toBe('')
  })
})
