import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach } from 'vitest'
import type { Log } from '../../ports/system.ts'
import { systemClock } from '../../system.ts'
import type { ChannelPorts, PlatformApp } from '../channel.ts'
import { platformCaller } from '../platform-caller.ts'
import { APP } from './test-webhooks.ts'

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON, or a text that is sent as it is. */
  readonly body?: unknown
}

export interface Asked {
  readonly method: string | undefined
  readonly url: URL
  readonly authorization: string | undefined
  readonly body: unknown
}

export interface Line {
  readonly level: keyof Log
  readonly message: string
  readonly details: Readonly<Record<string, unknown>> | undefined
}

/** A server in Meta's place, for each test. It gives the answers of `answers` in order, then breaks connections. */
export function metaServer() {
  const state = { answers: [] as Answer[], asked: [] as Asked[], lines: [] as Line[], url: '' }
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('utf8')
    state.asked.push({
      method: req.method,
      url: new URL(req.url ?? '', 'http://meta.test'),
      authorization: req.headers.authorization,
      body: text === '' ? undefined : JSON.parse(text),
    })
    const answer = state.answers.shift()
    if (answer === undefined) return req.socket.destroy()
    res.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
    res.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}))
  })
  beforeEach(async () => {
    Object.assign(state, { answers: [], asked: [], lines: [] })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })
  return {
    answers: (...answers: readonly Answer[]) => state.answers.push(...answers),
    asked: () => state.asked,
    lines: () => state.lines,
    /** Serves a channel's calls by this server. */
    ports(app: PlatformApp | undefined = APP): ChannelPorts {
      const at = (level: keyof Log) => (message: string, details?: Line['details']) =>
        void state.lines.push({ level, message, details })
      return {
        platforms: platformCaller,
        webhooks: { refusal: () => undefined, post: async () => ({ status: 'ok', body: undefined }) },
        log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
        clock: systemClock,
        settings: { platformUrls: { messenger: state.url } },
        directory: { platformApp: async () => app },
      }
    },
  }
}

/** The body of a failed call. */
export function errorOf(code: number, subcode?: number, more: object = {}) {
  const error = {
    message: 'words of Meta',
    type: 'OAuthException',
    code,
    error_subcode: subcode,
    fbtrace_id: 'A1',
    ...more,
  }
  return { error }
}
