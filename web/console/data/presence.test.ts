import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ServerFrame } from '../../../lib/protocol/frames.ts'
import { Presence } from './presence.ts'

const SESSION = 'ses_0YteZeIc4ytz1XF8e5oeb3' as const
const ben = { id: 'ben', name: 'Ben' }
const pong: ServerFrame = { type: 'pong', at: '2026-01-05T09:00:00.000Z' }

function given() {
  const presence = new Presence('ana')
  return {
    told: (frame: object) => presence.receive({ session: SESSION, ...frame } as ServerFrame),
    here: () => presence.at(SESSION),
    presence,
  }
}
const present = (version: number, ...agents: object[]) => ({ type: 'presence', agents, version })
const types = (agent: object, where: string, on = true) => ({ type: 'typing', from: 'agent', on, in: where, agent })

describe('the others beside a conversation', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('are who the newest frame says', () => {
    const { told, here } = given()
    told(present(2, ben))
    told(present(1))
    expect(here()).toEqual([ben])
    told(present(3))
    expect(here()).toEqual([])
  })

  it('type for some seconds, until they stop, or until their words are there', () => {
    const { told, here } = given()
    told(present(1, ben))
    told(types(ben, 'note'))
    expect(here()).toEqual([{ ...ben, typing: 'note' }])
    vi.advanceTimersByTime(6_000)
    expect(here()).toEqual([ben])
    told(types(ben, 'reply'))
    told(types(ben, 'reply', false))
    expect(here()).toEqual([ben])
    told(types(ben, 'reply'))
    told({ type: 'entries', entries: [{ kind: 'message', by: { type: 'agent', id: 'ben' } }] })
    expect(here()).toEqual([ben])
  })

  it('are never the agent at another device', () => {
    const { told, here } = given()
    told(types({ id: 'ana', name: 'Ana' }, 'reply'))
    expect(here()).toEqual([])
  })

  it('are nobody once a ping is answered without them, or the socket is a new one', () => {
    const { told, here } = given()
    told(present(1, ben))
    told(pong)
    expect(here()).toEqual([ben])
    told(pong)
    expect(here()).toEqual([])
    told(present(2, ben))
    told({ type: 'welcome' })
    expect(here()).toEqual([])
  })

  it('stay the same list as long as nothing changed', () => {
    const { told, here } = given()
    told(present(1, ben))
    const before = here()
    told(present(2, ben))
    expect(here()).toBe(before)
  })
})
