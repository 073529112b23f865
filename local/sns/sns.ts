import type { IncomingMessage, ServerResponse } from 'node:http'
import { dirname, join } from 'node:path'
import type { Log } from '../../lib/ports/system.ts'
import { readBody } from '../gateway/body.ts'
import { invocationId } from '../gateway/ids.ts'
import { serveOnLoopback } from '../gateway/loopback-server.ts'
import { ACTIONS, BY_LINK, type Service } from './actions.ts'
import { Delivery, RETRY_DELAYS_MS } from './delivery.ts'
import { SnsError } from './errors.ts'
import { Outbox } from './outbox.ts'
import { outboxHandler } from './outbox-handler.ts'
import { Query } from './query.ts'
import { Registry } from './registry.ts'
import { renderAnswer, renderError, type XmlStructure } from './xml.ts'

export interface SnsOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /**
   * The file for letters. Topics and subscriptions go to `subscriptions.json` in the same folder. In memory if absent.
   */
  readonly outboxFile?: string
  readonly log?: Log
  /** Waits between the attempts to reach an HTTP subscriber, in ms. */
  readonly retryDelaysMs?: readonly number[]
  readonly now?: () => Date
}

export interface Sns {
  /** The endpoint for the SDK (`AWS_ENDPOINT_URL_SNS`). */
  readonly endpoint: string
  readonly topicArn: string
  /** Serves `/_outbox` and `/_outbox.json`, for the gateway's `extra`. */
  readonly outbox: (req: IncomingMessage, res: ServerResponse) => boolean
  /** Waits up to a second for deliveries, and frees the port. */
  close(): Promise<void>
}

/** The topic that always exists, and its first subscriber. */
const TOPIC = 'interlude-handoffs'
const AGENTS = 'agents@example.test'
/** Enough for 256 KB with percent-encoding, and for a proper error to slightly longer messages. */
const MAX_REQUEST_BYTES = 4 * 1024 * 1024
const GRACE_MS = 1_000

const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** An endpoint that speaks SNS's query protocol. Rejects if the port is taken or the files cannot be used. */
export const startSns = async ({
  host,
  port,
  outboxFile,
  log = SILENT,
  retryDelaysMs = RETRY_DELAYS_MS,
  now = () => new Date(),
}: SnsOptions): Promise<Sns> => {
  let endpoint = ''
  const outbox = new Outbox(outboxFile)
  const subscriptionsFile = outboxFile === undefined ? undefined : join(dirname(outboxFile), 'subscriptions.json')
  const registry = new Registry(subscriptionsFile, now)
  const delivery = new Delivery({ outbox, log, retryDelaysMs, endpoint: () => endpoint })
  const topic = registry.createTopic(TOPIC)
  if (topic.isNew) registry.subscribe({ topicArn: topic.arn, protocol: 'email', endpoint: AGENTS, confirmed: true })

  const server = await serveOnLoopback(listener({ registry, delivery, now }, log), { host, port })
  endpoint = server.url
  return {
    endpoint,
    topicArn: topic.arn,
    outbox: outboxHandler(outbox),
    close: () => server.close(() => delivery.close(GRACE_MS)),
  }
}

const listener = (service: Service, log: Log) => (req: IncomingMessage, res: ServerResponse) => {
  const requestId = invocationId()
  const send = (status: number, xml: string) => {
    res.writeHead(status, {
      'content-type': 'text/xml',
      'content-length': Buffer.byteLength(xml),
      'x-amzn-requestid': requestId,
      // The unread rest of a request that is too long would be parsed as the next request.
      ...(status === 413 ? { connection: 'close' } : {}),
    })
    res.end(xml)
  }
  answer(req, service).then(
    ({ action, result }) => send(200, renderAnswer(action, result, requestId)),
    (error: unknown) => {
      if (error instanceof SnsError)
        return send(error.status, renderError(error.code, error.message, error.status, requestId))
      log.error('SNS failed', { error: String(error) })
      send(500, renderError('InternalError', 'internal error', 500, requestId))
    },
  )
}

const answer = async (req: IncomingMessage, service: Service): Promise<{ action: string; result: XmlStructure }> => {
  const parameters = await readParameters(req)
  const name = parameters.get('Action') ?? ''
  const action = ACTIONS.get(name)
  if (action === undefined) throw new SnsError('InvalidAction', `Could not find operation ${name}`)
  // Does not check the signature. A foreign web page cannot send this header without a preflight.
  if (!BY_LINK.has(name) && !req.headers.authorization?.startsWith('AWS4-'))
    throw new SnsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
  return { action: name, result: action(new Query(parameters), service) }
}

const readParameters = async (req: IncomingMessage): Promise<URLSearchParams> => {
  if (req.method === 'GET') return new URLSearchParams(req.url?.split('?', 2)[1])
  if (req.method !== 'POST') throw new SnsError('InvalidAction', 'Only GET and POST are supported')
  const body = await readBody(req, MAX_REQUEST_BYTES)
  if (body === 'too large') throw new SnsError('RequestEntityTooLarge', 'The request is too long', 413)
  return new URLSearchParams(typeof body === 'string' ? '' : body.toString('utf8'))
}
