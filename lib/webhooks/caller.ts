import { lookup as dnsLookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { parseJson } from '../json.ts'
import type { CallResult, WebhookCaller } from '../ports/outside.ts'
import type { Log } from '../ports/system.ts'
import { type Reach, refusal, refusalOfUrl } from './guard.ts'
import { networkReason } from './network-error.ts'
import { createSilence } from './silence.ts'

/** Longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 512 * 1024

/** Statuses of temporary failures, in addition to 5xx. */
const PASSING = new Set([408, 409, 421, 425, 429])
/** Statuses that a restarting server may answer for a while. Every other status except 2xx is permanent. */
const MISSING = new Set([404, 410])

/**
 * Calls the operator's servers. Signs each call (`webhook-id`, `webhook-timestamp`, `webhook-signature`) and tries it
 * once, or again if a kept connection was closed. Follows no redirect. Checks the address after the lookup, on the
 * connection itself. `log` gets the details of network errors; the result contains only their kind.
 */
export function createWebhookCaller(reach: Reach, log?: Pick<Log, 'info'>): WebhookCaller {
  // No limit of connections: a call that waits for one would use up the time of a bot that has not got it yet. The number
  // of calls is bounded by the messages that are admitted.
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  }
  const silence = createSilence()
  return {
    refusal: url => refusalOfUrl(url, reach),
    async post({ url, secret, id, body, timeoutMs, skipIfSilent = false }) {
      const target = new URL(url)
      const protocol = target.protocol === 'http:' ? 'http:' : 'https:'
      const host = target.hostname.replace(/^\[|\]$/g, '')
      const refused = isIP(host) ? refusal(host, protocol, reach) : undefined
      if (refused !== undefined) return { status: 'refused', reason: refused }
      const waitMs = skipIfSilent ? silence.waitMs(url, timeoutMs) : 0
      if (waitMs > 0) return { status: 'skipped', waitMs }

      const text = JSON.stringify(body)
      const at = new Date()
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'user-agent': 'Interlude',
        'webhook-id': id,
        'webhook-timestamp': Math.floor(at.getTime() / 1000),
        'webhook-signature': new Webhook(secret).sign(id, at, text),
      }
      const client = protocol === 'http:' ? http : https
      return await new Promise<CallResult>(resolve => {
        const end = (result: CallResult) => {
          clearTimeout(timer)
          resolve(result)
        }
        const fails = (error: Error, status: 'retry' | 'refused' = 'retry') => {
          silence.goesOn(url)
          log?.info('webhook call failed', { id, host: target.host, error: error.message })
          end({ status, reason: networkReason(error) })
        }
        const send = (agent: http.Agent | false): http.ClientRequest => {
          const request = client.request(
            target,
            { method: 'POST', headers, agent, lookup: guarded(protocol, reach) },
            response => {
              collect(response, MAX_ANSWER_BYTES).then(
                answer => {
                  silence.broken(url)
                  end(resultOf(response.statusCode ?? 0, answer))
                },
                error => fails(error),
              )
            },
          )
          request.on('error', error => {
            // The server closed an idle connection. Try a new one.
            if (request.reusedSocket && wasCut(error)) sending = send(false)
            else fails(error, error instanceof RefusedAddress ? 'refused' : 'retry')
          })
          request.end(text)
          return request
        }
        let sending = send(agents[protocol])
        // One time limit for connecting, sending, waiting and reading.
        const timer = setTimeout(() => {
          silence.begins(url)
          sending.destroy(new Error(`no answer within ${timeoutMs} ms`))
        }, timeoutMs)
      })
    },
  }
}

class RefusedAddress extends Error {}

function wasCut(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ECONNRESET' || code === 'EPIPE'
}

function guarded(protocol: string, reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, options, (error, address, family) => {
      const addresses = Array.isArray(address) ? address.map(each => each.address) : [address]
      const reason = error
        ? undefined
        : addresses.map(each => refusal(each, protocol, reach)).find(why => why !== undefined)
      callback(reason === undefined ? error : new RefusedAddress(reason), address, family)
    })
  }
}

async function collect(response: http.IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > limit) throw new Error(`the answer is longer than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function resultOf(status: number, text: string): CallResult {
  if (status >= 200 && status < 300) {
    try {
      return { status: 'ok', body: text === '' ? undefined : parseJson(text) }
    } catch {
      return { status: 'ok', body: undefined }
    }
  }
  return { status: failed(status), reason: `answered ${status}` }
}

function failed(status: number): 'retry' | 'missing' | 'refused' {
  if (status >= 500 || PASSING.has(status)) return 'retry'
  return MISSING.has(status) ? 'missing' : 'refused'
}
