import { join } from 'node:path'
import type { DevFile } from './interlude.ts'
import type { Options } from './options.ts'

/** Says where everything is and what to try next. It holds no token: terminals are recorded, and shown to others. */
export function banner(dev: DevFile, { engine, data }: Options, startedInMs: number): string {
  const file = join(data, 'dev.json')
  const user = `${dev.url}/api/v1/bots/${dev.botId}/channel/api/user/carla`
  const hitl = `${dev.url}/api/v1/bots/${dev.botId}/mod/hitl/channel/api/user/carla`
  const auth = '-H "authorization: Bearer $KEY"'
  return `
Interlude is ready (${engine}, ${startedInMs} ms).

  Console    ${dev.url}/console/     (sign in as Ana, Ben, Sara or Admin)
  Demo shop  ${dev.url}/demo/     (a page with the widget)
  API        ${dev.url}/docs
  OpenAPI    ${dev.url}/openapi.json
  Socket     ${dev.socketUrl}
  Outbox     ${dev.outboxUrl}     (e-mails and texts to agents)
  Tokens     ${file}     (for scripts)

In another terminal: npm run agent     (shows what agents see, and lets you answer)

Or by hand, with the bot's key:
   KEY=$(node -p "JSON.parse(fs.readFileSync('${file}')).botKey")

1. A user says something; the bot answers:
   curl -sS ${user}/messages ${auth} -H 'content-type: application/json' -d '{"text":"hello, when are you open?"}'

2. Take the conversation from the bot (then send 1 again: nobody answers, agents were alerted):
   curl -sS -X POST '${hitl}/pause' ${auth}

3. Give it back:
   curl -sS -X POST '${hitl}/unpause' ${auth}

Ctrl+C ends it. Data stays in ${data}.
`
}
