import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Caller } from './socket-events.ts'
import { Sockets } from './sockets.ts'
import { aFrame } from './test-socket-gateway.ts'

/** A connection whose client reads nothing, unless the test says so. */
class FakeSocket {
  bufferedAmount = 0
  readyState: number = WebSocket.OPEN

  send(bytes: Buffer) {
    this.bufferedAmount += bytes.length
  }

  terminate() {
    this.readyState = WebSocket.CLOSING
  }
}

const KB = 1024
let sockets: Sockets

const given = (users: Readonly<Record<string, string | undefined>>) => {
  sockets = new Sockets({ idleMs: 60_000, maxMs: 60_000, backlogBytes: 100 * KB })
  return Object.fromEntries(
    Object.entries(users).map(([connectionId, user]) => {
      const socket = new FakeSocket()
      sockets.add({ connectionId, connectedAt: Date.now() } as Caller, socket as unknown as WebSocket, user)
      return [connectionId, socket]
    }),
  )
}
const fill = async (connectionId: string, kilobytes: number) => {
  for (let n = 0; n < kilobytes; n++) await sockets.push(connectionId, aFrame('x'.repeat(KB)))
}
const open = (all: Record<string, FakeSocket>) => Object.keys(all).filter(id => all[id]?.readyState === WebSocket.OPEN)
afterEach(() => sockets.shutDown(0))

describe('above the limit of all backlogs', () => {
  it('the slowest socket is cut off, and no other', async () => {
    const all = given({ a: 'u1', b: 'u2', c: 'u3' })
    await fill('a', 20)
    await fill('b', 40)
    await fill('c', 30)
    expect(open(all)).toEqual(['a', 'b', 'c'])
    await fill('a', 15)
    expect(open(all)).toEqual(['a', 'c'])
    expect(sockets.remove('b')).toEqual({ code: 1008, reason: 'Reads too slowly' })
    for (const id of ['a', 'c']) sockets.remove(id)
  })

  it('users are cut off before agents, and agents only if that is not enough', async () => {
    const all = given({ agent: undefined, user: 'u1' })
    await fill('agent', 80)
    await fill('user', 25)
    expect(open(all)).toEqual(['agent'])
    await fill('agent', 20)
    expect(open(all)).toEqual([])
    for (const id of ['agent', 'user']) sockets.remove(id)
  })

  it('a backlog that was cut off is subtracted at once, and only once', async () => {
    const all = given({ a: 'u1', b: 'u2', c: 'u3' })
    await fill('a', 99)
    expect(open(all)).toEqual(['b', 'c'])
    await fill('b', 50)
    sockets.remove('a')
    await fill('c', 40)
    expect(open(all)).toEqual(['b', 'c'])
    await fill('c', 10)
    expect(open(all)).toEqual(['c'])
    for (const id of ['b', 'c']) sockets.remove(id)
  })

  it('bytes that were read meanwhile do not count', async () => {
    const all = given({ a: 'u1', b: 'u2' })
    for (let round = 0; round < 5; round++) {
      await fill('a', 60)
      if (all.a) all.a.bufferedAmount = 0
      await fill('b', 60)
      if (all.b) all.b.bufferedAmount = 0
    }
    expect(open(all)).toEqual(['a', 'b'])
    for (const id of ['a', 'b']) sockets.remove(id)
  })
})
