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

describe('the other agents in a conversation', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('are those of the newest presence frame', () => {
    const { told, here } = given()
    told(present(2, ben))
    told(present(1))
    expect(here()).toEqual([ben])
    told(present(3))
    expect(here()).toEqual([])
  })

  it('show typing for six seconds, until it stops or until their message arrives', () => {
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

  it('never include the agent on another device', () => {
    const { told, here } = given()
    told(types({ id: 'ana', name: 'Ana' }, 'reply'))
    expect(here()).toEqual([])
  })

  it('are cleared by a ping that is answered without them, and by a new socket', () => {
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

  it('stay the same array while nothing changes', () => {
    const { told, here } = given()
    told(present(1, ben))
    const before = here()
    told(present(2, ben))
    expect(here()).toBe(before)
  })
})
