import { join } from 'node:path'
import type { DevFile } from './interlude.ts'
import type { Options } from './options.ts'

/** Lists the addresses and what to try next. Contains no token: terminals are recorded and shown to others. */
export function banner(dev: DevFile, { engine, data, graph }: Options, startedInMs: number): string {
  const file = join(data, 'dev.json')
  const user = `${dev.url}/api/v1/bots/${dev.botId}/channel/api/user/carla`
  const hitl = `${dev.url}/api/v1/bots/${dev.botId}/mod/hitl/channel/api/user/carla`
  const auth = '-H "authorization: Bearer $KEY"'
  return `
Interlude is ready (${engine}, ${startedInMs} ms).

  Console    ${dev.url}/console/     (sign in as Ana, Ben, Sara or Admin)
  Demo shop  ${dev.url}/demo/     (a page with the widget)
${graph === 'double' ? `  Messenger  ${dev.url}/_messenger     (a double of Messenger, connected with the demo bot)\n` : ''}  API        ${dev.url}/docs
  OpenAPI    ${dev.url}/openapi.json
  Socket     ${dev.socketUrl}
  Outbox     ${dev.outboxUrl}     (e-mails and text messages to agents)
  Tokens     ${file}     (for scripts)

In another terminal: npm run agent     (shows an agent's inbox, and lets you answer)

Or call the API with the bot's key:
   KEY=$(node -p "JSON.parse(fs.readFileSync('${file}')).botKey")

1. Send a user's message; the bot answers:
   curl -sS ${user}/messages ${auth} -H 'content-type: application/json' -d '{"text":"hello, when are you open?"}'

2. Take the conversation from the bot, and repeat step 1: the bot is silent, and Interlude alerts the agents:
   curl -sS -X POST '${hitl}/pause' ${auth}

3. Give the conversation back to the bot:
   curl -sS -X POST '${hitl}/unpause' ${auth}

Press Ctrl+C to stop. The data stays in ${data}.
`
}
