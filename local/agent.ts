import { createInterface } from 'node:readline'
import { browserEnvironment, type ConversationHandle, createClient, type SentCommand } from '../lib/client/index.ts'
import { describe } from './agent-view.ts'
import { readDevFile } from './dev-file.ts'
import { plainLine } from './terminal.ts'

const HELP = `Shows an agent's inbox in the terminal, and sends the agent's messages. Start Interlude first (npm start).

  npm run agent                    follows the conversations that people hold
  npm run agent -- --live          follows every conversation

Commands
  /open ses_…        opens a conversation; its user gets the lines that you type next
  /pause, /unpause   takes the open conversation from the bot, or gives it back
  /note TEXT         writes a note that only agents see
  /quit              quits
`

/** Follows an inbox, opens conversations and sends messages. The client reconnects by itself. */
async function main(): Promise<void> {
  const argv = process.argv.slice(2)
  if (argv.includes('--help') || argv.includes('-h')) return void process.stdout.write(HELP)
  const to = argv.includes('--live') ? 'live' : 'inbox'
  let dev = await readDevFile()
  const client = createClient({
    // The port may change when Interlude restarts.
    url: () => dev.url,
    socketUrl: () => dev.socketUrl,
    botId: dev.botId,
    token: async () => {
      dev = await readDevFile()
      return dev.agentToken
    },
    environment: browserEnvironment(),
  })
  const conversations = new Map<string, ConversationHandle>()
  let open: ConversationHandle | undefined

  client.subscribe(to)
  client.onSubscribed(() => say(`connected to ${dev.socketUrl} (${to}); /open ses_…, /pause, /unpause, /note, /quit`))
  client.onState(state => {
    if (state.status === 'offline') say('(no connection; your messages are sent once it is back)')
    if (state.status === 'refused') say(`(refused: ${state.code})`)
  })
  client.onFrame(frame => {
    if (frame.type === 'entries') return
    for (const line of describe(frame)) say(line)
  })
  client.onInbox(events => {
    // If no conversation is open, open the one that was just paused: a lone agent wants to answer it.
    const waiting = events.find(event => event.type === 'hitl.session.changed' && event.isPaused)
    if (waiting?.type === 'hitl.session.changed' && open === undefined) openConversation(waiting.id)
  })

  const openConversation = (id: string) => {
    open = conversations.get(id) ?? followed(client.conversation(id))
    conversations.set(id, open)
    say(`— ${id} is open: type to answer, /unpause to give it back —`)
  }
  const command = ({ settled }: SentCommand) =>
    void settled.then(outcome => {
      if (outcome.status === 'failed') say(`! ${outcome.problem.code}: ${outcome.problem.detail}`)
    })

  createInterface({ input: process.stdin })
    .on('line', line => {
      const [word = '', ...rest] = line.trim().split(' ')
      const words = rest.join(' ')
      if (word === '') return
      if (word === '/quit') {
        client.close()
        process.exit(0)
      }
      if (word === '/open') return openConversation(words)
      if (open === undefined) return say('No conversation is open. Open one: /open ses_…')
      if (word === '/pause') command(open.pause())
      else if (word === '/unpause') command(open.unpause())
      else if (word === '/note') command(open.note(words))
      else if (word.startsWith('/')) process.stdout.write(`${HELP}\n`)
      else command(open.say(line.trim()))
    })
    // Without a terminal, stdin (a pipe) may end early: keep following.
    .on('close', () => {})
}

/** Prints each entry of a conversation once, as it arrives. */
function followed(handle: ConversationHandle): ConversationHandle {
  let shown = 0
  handle.subscribe(() => {
    const { session, status, entries, cursor } = handle.snapshot()
    if (status === 'unknown') say(`(there is no conversation ${session})`)
    const fresh = entries.filter(({ seq }) => seq > shown)
    for (const line of describe({ type: 'entries', session, after: shown, upto: cursor, entries: fresh })) say(line)
    shown = Math.max(shown, cursor)
  })
  return handle
}

function say(line: string): void {
  process.stdout.write(`${plainLine(line)}\n`)
}

function fail(error: unknown): void {
  process.stderr.write(`${plainLine(error instanceof Error ? error.message : String(error))}\n`)
  process.exit(1)
}

main().catch(fail)
