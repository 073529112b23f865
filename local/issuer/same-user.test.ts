import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { isOfAnotherUser, ownersOf } from './same-user.ts'

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 295786 1
   1: 0100007F:0BB8 0100007F:E6FA 01 00000000:00000000 00:00000000 00000000  1000        0 350412 1
   2: 0100007F:E6FA 0100007F:0BB8 01 00000000:00000000 02:0000176E 00000000  1001        0 350411 3
`

describe('the user at the other end of a connection', () => {
  it('is read from the line of the socket table with the ends swapped', () => {
    expect(ownersOf(TABLE, { remotePort: 0xe6fa, localPort: 3000 })).toEqual([1001])
    expect(ownersOf(TABLE, { remotePort: 0xe6fb, localPort: 3000 })).toEqual([])
    expect(ownersOf(TABLE, {})).toEqual([])
  })

  it('is this user for connections of this process', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const client = connect(port, '127.0.0.1')
    const [socket] = (await once(server, 'connection')) as [{ remotePort: number; localPort: number }]

    expect(await isOfAnotherUser(socket)).toBe(false)
    client.destroy()
    server.close()
  })
})
