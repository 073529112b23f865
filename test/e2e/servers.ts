import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Webhook } from 'standardwebhooks'
import type { BotAnswer, BotTurn, ChannelDelivery, Handback } from '../../lib/protocol/bot.ts'

/** A Standard Webhooks secret for tests. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes....').toString('base64')}`

export interface ReceivedCall<Body> {
  readonly webhookId: string
  readonly body: Body
  /** `performance.now()` when it arrived. */
  readonly at: number
  /** Resolves when the call is answered, or the caller has given up. */
  readonly closed: Promise<void>
}

export interface TestServer<Body> {
  readonly url: string
  readonly calls: readonly ReceivedCall<Body>[]
  /** Whether to close a connection on its second request, as a server does after an idle timeout. */
  dropReused(drop: boolean): void
  close(): Promise<void>
}

/** A server of the operator: verifies and records every call, and sends what `answer` returns (`text`: verbatim). */
export async function aServer<Body>(
  answer: (body: Body, call: ReceivedCall<Body>) => Promise<{ status?: number; body?: unknown; text?: string }>,
  port = 0,
): Promise<TestServer<Body>> {
  const webhook = new Webhook(WEBHOOK_SECRET)
  const calls: ReceivedCall<Body>[] = []
  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const body = webhook.verify(Buffer.concat(chunks).toString(), req.headers as Record<string, string>) as Body
    const closed = new Promise<void>(resolve => res.once('close', resolve))
    const call = { webhookId: String(req.headers['webhook-id']), body, at: performance.now(), closed }
    calls.push(call)
    const { status = 200, body: answered, text } = await answer(body, call)
    res.writeHead(status, { 'content-type': 'application/json' }).end(text ?? JSON.stringify(answered ?? {}))
  }
  const used = new WeakSet<Socket>()
  let drop = false
  const server = createServer((req, res) => {
    if (drop && used.has(req.socket)) return void req.socket.destroy()
    used.add(req.socket)
    serve(req, res).catch(error => res.writeHead(500).end(String(error)))
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://127.0.0.1:${bound}/`,
    calls,
    dropReused: whether => {
      drop = whether
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A bot behind the HTTP connector. By default it echoes the message. */
export async function aBot(
  answer: (turn: BotTurn) => Promise<Partial<BotAnswer>> | Partial<BotAnswer> = turn => ({
    replies: [{ type: 'text', text: `bot: ${turn.message.text}` }],
  }),
  answerHandback: (handback: Handback) => Partial<BotAnswer> = () => ({}),
): Promise<TestServer<BotTurn | Handback>> {
  return await aServer<BotTurn | Handback>(async call => ({
    body: call.type === 'message' ? await answer(call) : answerHandback(call),
  }))
}

/** A channel's webhook. `status` returns the status for each delivery. */
export async function aChannel(
  status: (delivery: ChannelDelivery) => number = () => 200,
  port = 0,
): Promise<TestServer<ChannelDelivery>> {
  return await aServer<ChannelDelivery>(async delivery => ({ status: status(delivery) }), port)
}
