import { describe, expect, it } from 'vitest'
import type { ServerFrame } from '../../lib/protocol/frames.ts'
import { sessionId } from '../../lib/session/session.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { jonas, maria } from '../../test/support/people.ts'
import { aConsole, aWidget, type Client, connected } from '../../test/support/sockets.ts'

const id = sessionId(maria)
const ana = { id: 'ana', name: 'ana' }
const ben = { id: 'ben', name: 'ben' }

type Presence = Extract<ServerFrame, { type: 'presence' }>

/** The agents that each `presence` frame names. */
const namedIn = (frames: readonly ServerFrame[]) =>
  frames.filter((frame): frame is Presence => frame.type === 'presence').map(({ agents }) => agents)
const told = (client: Client) => namedIn(client.frames())

const opens = async (client: Client) => namedIn(await client.send({ type: 'watch', session: id, cursor: 0 }))

async function aConversation(): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate' })
  await world.userSays(maria, 'hi')
  return world
}

describe('presence frames', () => {
  it('name the other agents when an agent opens or closes the conversation', async () => {
    const world = await aConversation()
    const [anas, bens] = [await aConsole(world, 'ana'), await aConsole(world, 'ben')]

    expect(await opens(anas)).toEqual([])
    expect(await opens(bens)).toEqual([[ana]])
    expect(told(anas)).toEqual([[ben]])

    expect(namedIn(await bens.send({ type: 'unwatch', session: id }))).toEqual([])
    expect(told(anas)).toEqual([[]])
  })

  it('name each agent once and leave out the recipient, even with several sockets', async () => {
    const world = await aConversation()
    const [anas, bens] = [await aConsole(world, 'ana'), await aConsole(world, 'ben')]
    const anasPhone = await connected(world, 'phone', agentToken('ana', ['shop:agent']), { bot: 'shop' })

    expect(await opens(anas)).toEqual([])
    expect(await opens(anasPhone)).toEqual([[]])
    expect(await opens(bens)).toEqual([[ana]])
    await anasPhone.leaves()
    expect(told(bens)).toEqual([[ana]])
    await anas.leaves()
    expect(told(bens)).toEqual([[]])
  })

  it('carry increasing versions', async () => {
    const world = await aConversation()
    const [anas, bens] = [await aConsole(world, 'ana'), await aConsole(world, 'ben')]
    await opens(anas)
    await opens(bens)
    await bens.send({ type: 'unwatch', session: id })

    const versions = anas.frames().flatMap(frame => (frame.type === 'presence' ? [frame.version] : []))
    expect(versions).toHaveLength(2)
    expect(versions[1]).toBeGreaterThan(versions[0]!)
  })

  it('follow when a socket disconnects, or when a push finds it gone', async () => {
    const world = await aConversation()
    const consoles = await Promise.all(['ana', 'ben', 'cleo'].map(name => aConsole(world, name)))
    const [anas, bens, cleos] = consoles as [Client, Client, Client]
    for (const client of consoles) await client.send({ type: 'watch', session: id, cursor: 0 })
    for (const client of consoles) client.frames()

    await cleos.leaves()
    expect(told(anas)).toEqual([[ben]])

    world.app.gone.add(bens.connectionId)
    await world.userSays(maria, 'are you there?')
    expect(told(anas)).toEqual([[]])
    expect(await world.store.socket(bens.connectionId)).toBeUndefined()
  })

  it('come with each ping while another agent has the conversation open, until its token expires', async () => {
    const world = await aConversation()
    const [anas, bens] = [await aConsole(world, 'ana'), await aConsole(world, 'ben', START + minutes(60))]
    const pings = async () => namedIn(await anas.send({ type: 'ping', cursors: { [id]: 1 } }))
    await opens(anas)
    expect(await pings()).toEqual([])

    await opens(bens)
    anas.frames()
    expect(await pings()).toEqual([[ben]])
    // An expired token sends no event: the socket counts as gone from then on.
    world.app.clock.advance(minutes(60))
    expect(await pings()).toEqual([])
  })

  it('never report a widget, and never go to one', async () => {
    const world = await aConversation()
    const [anas, bens] = [await aConsole(world, 'ana'), await aConsole(world, 'ben')]
    const widget = await aWidget(world, maria)
    await opens(anas)
    expect(namedIn(await widget.send({ type: 'hello' }))).toEqual([])
    await opens(bens)
    expect(told(widget)).toEqual([])
    anas.frames()
    await widget.leaves()
    expect(told(anas)).toEqual([])
  })

  it('cost a lone agent no read of other sockets', async () => {
    const world = await aConversation()
    const anas = await aConsole(world)
    const { socket } = world.store
    const read: string[] = []
    world.store.socket = async connectionId => {
      read.push(connectionId)
      return await socket(connectionId)
    }
    await opens(anas)
    await anas.send({ type: 'ping', cursors: { [id]: 1 } })
    // Each frame reads its own socket.
    expect(read).toEqual([anas.connectionId, anas.connectionId])
  })

  it('are left out if another socket cannot be read, and the log still arrives', async () => {
    const world = await aConversation()
    const [anas, bens] = [await aConsole(world, 'ana'), await aConsole(world, 'ben')]
    await opens(anas)
    const { socket } = world.store
    world.store.socket = async connectionId => {
      if (connectionId === anas.connectionId) throw new Error('the store is not reachable')
      return await socket(connectionId)
    }
    expect(await bens.send({ type: 'watch', id: 'w', session: id, cursor: 0 })).toMatchObject([
      { type: 'entries', upto: 1 },
      { type: 'ok', replyTo: 'w' },
    ])
  })
})

/** A conversation that two agents and its user have open. Their earlier frames are read already. */
async function everybodyInIt() {
  const world = await aConversation()
  const [anas, bens] = [await aConsole(world, 'ana'), await aConsole(world, 'ben')]
  const widget = await aWidget(world, maria)
  await widget.send({ type: 'hello' })
  for (const client of [anas, bens]) await opens(client)
  for (const client of [anas, bens, widget]) client.frames()
  return { anas, bens, widget }
}

describe('typing', () => {
  it('in a reply reaches users without a name, and agents with it', async () => {
    const { anas, bens, widget } = await everybodyInIt()

    await anas.send(`{"type":"typing","session":"${id}"}`)

    expect(widget.frames()).toEqual([{ type: 'typing', session: id, from: 'agent', on: true }])
    const frame = { type: 'typing', session: id, from: 'agent', on: true, in: 'reply', agent: ana }
    expect(bens.frames()).toEqual([frame])
    expect(anas.frames()).toEqual([])
  })

  it('in a note reaches agents alone, both start and end', async () => {
    const { anas, bens, widget } = await everybodyInIt()

    for (const on of [true, false]) await anas.send({ type: 'typing', session: id, on, in: 'note' })

    expect(bens.frames()).toMatchObject([true, false].map(on => ({ type: 'typing', on, in: 'note', agent: ana })))
    expect(widget.frames()).toEqual([])
  })

  it('removes a socket that is gone, and updates the presence', async () => {
    const world = await aConversation()
    const [anas, bens] = [await aConsole(world, 'ana'), await aConsole(world, 'ben')]
    for (const client of [anas, bens]) await opens(client)
    anas.frames()
    world.app.gone.add(bens.connectionId)

    expect(namedIn(await anas.send({ type: 'typing', session: id, on: true, in: 'reply' }))).toEqual([[]])
    expect(await world.store.socket(bens.connectionId)).toBeUndefined()
    expect((await world.load(maria)).watchers.map(({ connectionId }) => connectionId)).toEqual([anas.connectionId])
  })

  it("is refused with session.not_found in another user's conversation", async () => {
    const world = await aConversation()
    const widget = await aWidget(world, jonas)
    expect(await widget.send({ type: 'typing', id: 't', session: id, on: true, in: 'reply' })).toMatchObject([
      { type: 'error', code: 'session.not_found' },
    ])
  })
})
