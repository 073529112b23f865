import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { receiveFrame } from '../../functions/agent-ws/receive.ts'
import { createDirectory } from '../../lib/bots/directory.ts'
import { sessionId } from '../../lib/session/session.ts'
import type { Person } from '../../local/graph/person.ts'
import { minutes, seconds } from '../support/clock.ts'
import { anAgentSocket } from '../support/stored.ts'
import { BOT } from './channel-world.ts'
import { messengerWorld, PAGE_ID, PERSONA } from './messenger-platform.ts'

let messenger: Awaited<ReturnType<typeof messengerWorld>>
let maria: Person

/** Maria wrote to the page, and a person took the conversation. */
beforeEach(async () => {
  messenger = await messengerWorld(PERSONA)
  maria = messenger.graph.addPerson(messenger.page)
  maria.says('hello')
  await messenger.settles()
  await messenger.world.agentPauses(who())
  messenger.calls.length = 0
})
afterEach(() => messenger.end())

const who = () => messenger.whoIs(maria)
const says = async (text: string, name = 'Ana') => {
  await messenger.world.agentSays(who(), text, name)
  await messenger.settles()
}
/** The texts that Maria got of agents: `Ana> Hello` under a persona. */
const got = () =>
  maria.thread.messages
    .filter(({ from }) => from === 'page')
    .slice(1)
    .map(({ text, persona }) => (persona ? `${persona.name}> ${text}` : text))
const names = () => [...messenger.page.personas.values()].map(({ name }) => name)
const calls = (method: string) => messenger.calls.filter(call => call === `${method} ${PAGE_ID}/personas`).length
const warnings = () => messenger.warnings.filter(warning => warning.includes('persona'))

describe("an agent's messages", () => {
  it("go out under the agent's name and the channel's picture, by two look-ups and two personas in 20 messages", async () => {
    for (let n = 0; n < 10; n++) {
      await says(`${n}`, 'Ana')
      await says(`${n}`, 'Ben')
    }
    expect(got()).toEqual(Array.from({ length: 20 }, (_, at) => `${at % 2 ? 'Ben' : 'Ana'}> ${Math.floor(at / 2)}`))
    expect([...messenger.page.personas.values()]).toMatchObject([
      { name: 'Ana', profile_picture_url: PERSONA.personaPicture },
      { name: 'Ben', profile_picture_url: PERSONA.personaPicture },
    ])
    expect([calls('GET'), calls('POST')]).toEqual([2, 2])
  })

  it('use the same persona after a restart', async () => {
    await says('one')
    restart()
    await says('two')
    expect(got()).toEqual(['Ana> one', 'Ana> two'])
    expect([names(), calls('POST')]).toEqual([['Ana'], 1])
  })

  it("find the persona behind the first page of the page's list", async () => {
    for (let n = 0; n < 120; n++) addPersona(`agent ${n}`)
    const { id } = addPersona('Ana')
    await says('hello')
    expect(maria.thread.messages.at(-1)?.persona?.id).toBe(id)
    expect([calls('GET'), calls('POST')]).toEqual([2, 0])
  })

  it('begin with the name if the page has too many personas to look through', async () => {
    for (let n = 0; n < 501; n++) addPersona(`agent ${n}`)
    await says('one')
    await says('two')
    expect(got()).toEqual(['Ana: one', 'Ana: two'])
    expect([calls('GET'), calls('POST'), warnings().length]).toEqual([5, 0, 1])
  })

  it('begin with the name while Meta refuses to make the persona, which the log says once', async () => {
    messenger.graph.faults.next(1, { on: 'personas' })
    messenger.graph.faults.next(1, { code: 200, on: 'personas' })
    await says('one')
    await says('two')
    expect(got()).toEqual(['Ana: one', 'Ana: two'])
    messenger.world.clock.advance(minutes(10))
    messenger.graph.faults.next(1, { on: 'personas' })
    messenger.graph.faults.next(1, { code: 200, on: 'personas' })
    await says('three')
    expect(got().at(-1)).toBe('Ana: three')
    expect(warnings()).toHaveLength(1)
    messenger.world.clock.advance(minutes(10))
    await says('four')
    expect(got().at(-1)).toBe('Ana> four')
  })

  it('begin with the name if Meta no longer knows the persona, and a later one makes it again', async () => {
    await says('one')
    messenger.page.personas.clear()
    await says('two')
    await says('three')
    expect(got()).toEqual(['Ana> one', 'Ana: two', 'Ana: three'])
    expect(warnings()).toHaveLength(1)
    messenger.world.clock.advance(minutes(10))
    await says('four')
    expect(got().at(-1)).toBe('Ana> four')
    expect([names(), calls('POST')]).toEqual([['Ana'], 2])
  })

  it('keep one persona if the answer to its making never comes', async () => {
    messenger.graph.faults.next(1, { on: 'personas' })
    messenger.graph.faults.next(1, { on: 'personas', hangUp: true, afterwards: true })
    await says('one')
    expect(got()).toEqual(['Ana: one'])
    messenger.world.clock.advance(minutes(1))
    await says('two')
    expect(got()).toEqual(['Ana: one', 'Ana> two'])
    expect(names()).toEqual(['Ana'])
  })

  it('keep one persona if a delivery of the first message is tried again', async () => {
    messenger.graph.faults.next(1, { code: 1200 })
    await says('one')
    for (let tries = 0; tries < 20 && got().length === 0; tries++) await messenger.world.after(seconds(10))
    expect(got()).toEqual(['Ana> one'])
    expect([names(), calls('POST')]).toEqual([['Ana'], 1])
  })

  it('keep one persona if two conversations need it at the same time', async () => {
    const jonas = messenger.graph.addPerson(messenger.page)
    jonas.says('hello')
    await messenger.settles()
    await messenger.world.agentPauses(messenger.whoIs(jonas))
    await messenger.world.agentSays(messenger.whoIs(jonas), 'to Jonas')
    await says('to Maria')
    expect(jonas.thread.messages.at(-1)).toMatchObject({ text: 'to Jonas', persona: { name: 'Ana' } })
    expect(got()).toEqual(['Ana> to Maria'])
    expect([names(), calls('POST')]).toEqual([['Ana'], 1])
  })

  it('have a name of at most 50 characters, and no persona without a name', async () => {
    await says('one', 'A'.repeat(60))
    expect(names()).toEqual(['A'.repeat(50)])
    await says('two', '')
    expect(got().at(-1)).toBe('two')
  })
})

describe('the sign that an agent types', () => {
  const types = async () => {
    const { app, clock } = messenger.world
    const owner = { as: 'agent', id: 'ana', name: 'Ana', roles: ['shop:agent'] } as const
    await app.store.putSocket(anAgentSocket('console', { botId: BOT, owner, expiresAt: clock.now() + minutes(60) }))
    clock.advance(seconds(10))
    await receiveFrame(app, 'console', JSON.stringify({ type: 'typing', session: sessionId(who()) }), 'request')
  }

  it('is of the persona once there is one, and makes none', async () => {
    await types()
    expect(maria.thread.typingUntil).toBeGreaterThan(messenger.world.clock.now())
    expect([maria.thread.typingAs, names()]).toEqual([undefined, []])
    await says('hello')
    await types()
    expect(maria.thread.typingAs).toMatchObject({ name: 'Ana' })
  })

  it('is of the persona that another process made', async () => {
    await says('hello')
    restart()
    await types()
    expect(maria.thread.typingAs).toMatchObject({ name: 'Ana' })
    expect(calls('POST')).toBe(1)
  })
})

/** Makes the process forget what it knew. */
function restart() {
  const { app } = messenger.world
  Object.assign(app, { directory: createDirectory(app.store, app.clock, { rememberMs: 0, alone: true }) })
}

function addPersona(name: string) {
  const id = `${10_000 + messenger.page.personas.size}`
  const persona = { id, name, profile_picture_url: PERSONA.personaPicture }
  messenger.page.personas.set(id, persona)
  return persona
}
