import { describe, expect, it } from 'vitest'
import { Page } from '../../test/client/page.ts'
import type { ServerFrame } from '../protocol/frames.ts'
import { createClient } from './client.ts'
import { Connection } from './socket.ts'

/** An open connection over a scripted socket. `hears` delivers a frame of the server. */
function given() {
  const listeners = new Map<string, (event: { data: unknown }) => void>()
  const socket = {
    send: () => {},
    close: () => {},
    addEventListener: (type: string, listener: (event: { data: unknown }) => void) => listeners.set(type, listener),
  }
  const events = { onOpen: () => {}, onFrame: () => {}, onClose: () => {} }
  const connection = new Connection(socket, new Page(createClient).environment(), events)
  listeners.get('open')?.({ data: undefined })
  return { connection, hears: (frame: ServerFrame) => listeners.get('message')?.({ data: JSON.stringify(frame) }) }
}

describe('the error of a command', () => {
  const refusal = { type: 'error', replyTo: 'c1', code: 'handoff.already_claimed', detail: 'Ben has it' } as const

  it('tells who has the conversation if the server does', async () => {
    const { connection, hears } = given()
    const asked = connection.ask({ type: 'claim', id: 'c1' }, 1_000)
    const agent = { type: 'agent', id: 'ben', name: 'Ben' } as const
    hears({ ...refusal, holder: 'human', agent })
    await expect(asked).rejects.toMatchObject({ code: refusal.code, holder: { holder: 'human', agent } })
  })

  it('tells it of the bot, which has no agent', async () => {
    const { connection, hears } = given()
    const asked = connection.ask({ type: 'claim', id: 'c1' }, 1_000)
    hears({ ...refusal, code: 'handoff.not_open', holder: 'bot' })
    const error = await asked.catch((refused: unknown) => refused)
    expect(error).toHaveProperty('holder', { holder: 'bot' })
  })

  it('tells nobody if the server does not', async () => {
    const { connection, hears } = given()
    const asked = connection.ask({ type: 'claim', id: 'c1' }, 1_000)
    hears(refusal)
    const error = await asked.catch((refused: unknown) => refused)
    expect(error).toHaveProperty('holder', undefined)
  })
})
