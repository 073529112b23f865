import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import WebSocket from 'ws'
import { ServerFrame, SUBPROTOCOL, TOKEN_SUBPROTOCOL } from '../lib/protocol/frames.ts'
import { describe } from './agent-view.ts'
import { readIfThere } from './files.ts'
import type { DevFile } from './interlude.ts'
import { plainLine } from './terminal.ts'

const HELP = `Follows what an agent sees, in the terminal. Start Interlude first (npm start).

  npm run agent                    follows the conversations that people hold
  npm run agent -- --live          follows every conversation

Then type
  /open ses_…        opens a conversation; what you type from then on is said to its user
  /pause, /unpause   takes the open conversation from the bot, or gives it back
  /note some words   writes a line that only agents see
  /quit              ends
`
const PING_MS = 25_000
const RETRY_MS = [500, 1_000, 2_000, 5_000]

/** A small client of the protocol: it follows an inbox, opens conversations, and heals itself after a lost connection. */
async function main(): Promise<void> {
  const argv = process.argv.slice(2)
  if (argv.includes('--help') || argv.includes('-h')) return void process.stdout.write(HELP)
  const to = argv.includes('--live') ? 'live' : 'inbox'
  const cursors = new Map<string, number>()
  let open: string | undefined
  let socket: WebSocket | undefined
  let failures = 0
  let ending = false

  const say = (line: string) => process.stdout.write(`${plainLine(line)}\n`)
  const send = (frame: Record<string, unknown>) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
    else say('(not connected; try again in a moment)')
  }
  const ping = () => send({ type: 'ping', cursors: Object.fromEntries(cursors) })

  const receive = (text: string) => {
    const frame = ServerFrame.parse(JSON.parse(text))
    if (frame.type === 'entries') {
      const cursor = cursors.get(frame.session) ?? 0
      // Something before this frame was lost: the server sends what lacks.
      if (frame.after > cursor) return ping()
      const fresh = frame.entries.filter(entry => entry.seq > cursor)
      cursors.set(frame.session, Math.max(cursor, frame.upto))
      if (fresh.length === 0 && frame.upto > frame.after) return
      for (const line of describe({ ...frame, entries: fresh })) say(line)
      return
    }
    for (const line of describe(frame)) say(line)
    // The newest conversation that asks for somebody is the one that a lone agent wants to answer.
    if (frame.type === 'inbox') {
      const waiting = frame.events.find(event => event.type === 'hitl.session.changed' && event.isPaused)
      if (waiting?.type === 'hitl.session.changed' && open === undefined) openConversation(waiting.id)
    }
  }
  const openConversation = (id: string) => {
    open = id
    if (!cursors.has(id)) cursors.set(id, 0)
    say(`— ${id} is open: type to answer, /unpause to give it back —`)
    send({ type: 'watch', id: randomUUID(), session: id, cursor: cursors.get(id) ?? 0 })
  }

  const connect = async () => {
    const dev = await readDevFile()
    socket = new WebSocket(`${dev.socketUrl}?bot=${dev.botId}`, [SUBPROTOCOL, `${TOKEN_SUBPROTOCOL}${dev.agentToken}`])
    const pinging = setInterval(ping, PING_MS)
    socket.on('open', () => {
      failures = 0
      send({ type: 'hello', cursors: Object.fromEntries(cursors) })
      send({ type: 'subscribe', to })
      say(`connected to ${dev.socketUrl} (${to}); /open ses_…, /pause, /unpause, /note, /quit`)
    })
    socket.on('message', data => {
      try {
        receive(String(data))
      } catch (error) {
        // Its words may be those of the frame.
        say(`(a frame that cannot be read: ${error instanceof Error ? error.message : String(error)})`)
      }
    })
    socket.on('error', error => say(`(connection: ${error.message})`))
    socket.on('close', () => {
      clearInterval(pinging)
      if (ending) return
      const wait = RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)] ?? 0
      setTimeout(() => void connect().catch(fail), wait)
    })
  }

  createInterface({ input: process.stdin })
    .on('line', line => {
      const [word = '', ...rest] = line.trim().split(' ')
      const words = rest.join(' ')
      if (word === '') return
      if (word === '/quit') {
        ending = true
        socket?.close()
        process.exit(0)
      }
      if (word === '/open') return openConversation(words)
      if (open === undefined) return say('No conversation is open: /open ses_…')
      const command = { id: randomUUID(), session: open }
      if (word === '/pause') send({ ...command, type: 'pause' })
      else if (word === '/unpause') send({ ...command, type: 'unpause' })
      else if (word === '/note') send({ ...command, type: 'note', text: words })
      else if (word.startsWith('/')) process.stdout.write(`${HELP}\n`)
      else send({ ...command, type: 'message', message: { type: 'text', text: line.trim() } })
    })
    // Without a terminal (a pipe that ended) it goes on following.
    .on('close', () => {})
  await connect()
}

async function readDevFile(): Promise<DevFile> {
  const data = process.env.INTERLUDE_DATA || '.interlude'
  const text = await readIfThere(join(data, 'dev.json'))
  if (text === undefined) throw new Error(`Interlude does not run (no dev.json in ${data}). Start it with: npm start`)
  return JSON.parse(text)
}

function fail(error: unknown): void {
  process.stderr.write(`${plainLine(error instanceof Error ? error.message : String(error))}\n`)
  process.exit(1)
}

main().catch(fail)
