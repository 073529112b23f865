import WebSocket from 'ws'
import { type ServerFrame, SUBPROTOCOL, TOKEN_SUBPROTOCOL } from '../lib/protocol/frames.ts'
import { BOT } from './fill.ts'

/** An agent's socket after its hello. `ask` sends a frame and waits for its `ok`. */
export interface AgentSocket {
  ask(frame: Readonly<Record<string, unknown>>): Promise<void>
  /** Calls only `listener` with the raw text of each later frame. */
  listen(listener: (text: string) => void): void
  close(): void
}

export async function connectAgent(socketUrl: string, token: string): Promise<AgentSocket> {
  const socket = new WebSocket(`${socketUrl}?bot=${BOT}`, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${token}`], {
    perMessageDeflate: false,
  })
  await opened(socket)
  let listener: (text: string) => void = () => {}
  let next = 0
  const waiting = new Map<string, PromiseWithResolvers<void>>()
  socket.on('message', data => {
    const text = data.toString()
    if (waiting.size > 0) {
      const frame = JSON.parse(text) as ServerFrame
      if (frame.type === 'ok') return waiting.get(frame.replyTo)?.resolve()
      if (frame.type === 'error') return waiting.get(frame.replyTo ?? '')?.reject(new Error(frame.detail))
    }
    listener(text)
  })
  const agent: AgentSocket = {
    async ask(frame) {
      const id = `${next++}`
      const answered = Promise.withResolvers<void>()
      waiting.set(id, answered)
      socket.send(JSON.stringify({ ...frame, id }))
      await answered.promise
      waiting.delete(id)
    },
    listen(to) {
      listener = to
    },
    close: () => socket.terminate(),
  }
  await agent.ask({ type: 'hello', cursors: {} })
  return agent
}

/** Connects a client to a bare server. */
export async function connectBare(url: string): Promise<Pick<AgentSocket, 'listen' | 'close'>> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await opened(socket)
  let listener: (text: string) => void = () => {}
  socket.on('message', data => listener(data.toString()))
  return {
    listen(to) {
      listener = to
    },
    close: () => socket.terminate(),
  }
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
}
