import { describe, expect, it } from 'vitest'
import type { StoredSocket } from '../ports/sockets.ts'
import { agentsOnline } from './agents-online.ts'

const socket = (connectionId: string, id: string, name?: string): StoredSocket => ({
  connectionId,
  botId: 'shop',
  owner: { as: 'agent', id, roles: ['shop:agent'], ...(name !== undefined && { name }) },
  expiresAt: 1,
  connectedAt: 0,
  watching: [],
})

const online = (...sockets: StoredSocket[]) => agentsOnline({ agentSockets: async () => sockets }, 'shop')

describe('the agents who are online', () => {
  it('are each named once, whatever the number of their sockets', async () => {
    expect(await online(socket('1', 'ana', 'Ana'), socket('2', 'ana', 'Ana'))).toEqual([{ id: 'ana', name: 'Ana' }])
  })

  it('have the name of a socket that has one', async () => {
    expect(await online(socket('1', 'ana'), socket('2', 'ana', 'Ana'))).toEqual([{ id: 'ana', name: 'Ana' }])
  })

  it('are sorted by name, and by id where there is no name', async () => {
    const found = await online(
      socket('1', 'z', 'Ärne'),
      socket('2', 'bea'),
      socket('3', 'x', 'Carl'),
      socket('4', 'y2', 'Ana'),
      socket('5', 'y1', 'Ana'),
    )
    expect(found.map(({ id }) => id)).toEqual(['y1', 'y2', 'z', 'bea', 'x'])
  })
})
