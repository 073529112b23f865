import { createServer, type RequestListener, type Server } from 'node:http'
import { isFromHere } from './hosts.ts'
import { gatewayAnswer, sendAnswer } from './http-result.ts'

const REQUEST_TIMEOUT_MS = 15_000

const ELSEWHERE = gatewayAnswer(421, 'This port serves only requests from this machine to its loopback address.')

/** A server for clients on this machine. Refuses requests that name another host, as a foreign web page would. */
export const loopbackServer = (listener: RequestListener): Server =>
  createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (req, res) =>
    isFromHere(req) ? listener(req, res) : sendAnswer(res, ELSEWHERE),
  )

export interface LoopbackServer {
  readonly url: string
  /** Accepts no more requests, waits for `finish`, and ends the connections that are left. */
  close(finish?: () => Promise<unknown>): Promise<void>
}

/** Starts a `loopbackServer`. `port` 0: any free port. Rejects if the port is taken. */
export async function serveOnLoopback(
  listener: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<LoopbackServer> {
  const server = loopbackServer(listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  let closing: Promise<void> | undefined
  const end = async (finish: () => Promise<unknown>) => {
    const closed = new Promise(resolve => server.close(resolve))
    await finish()
    server.closeAllConnections()
    await closed
  }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: (finish = async () => {}) => {
      closing ??= end(finish)
      return closing
    },
  }
}
