import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll } from 'vitest'
import { defined } from '../../lib/defined.ts'
import { positionInMemory } from '../../local/engines/position.ts'
import { pollStream, type StreamHandler } from '../../local/engines/stream.ts'
import { type Gateway, startGateway } from '../../local/gateway/gateway.ts'
import type { HttpHandler } from '../../local/gateway/http.ts'
import type { SocketHandler } from '../../local/gateway/socket-events.ts'
import { createBot } from '../e2e/client.ts'
import type { ServedWorld } from '../e2e/messenger.ts'
import { SocketClient } from '../e2e/socket.ts'
import { silentLog } from '../support/silent.ts'
import { type Packaged, packaged } from '../template/deployment.ts'
import { functionsOf, routesOf } from '../template/template.ts'
import { type AwsWorld, awsWorld } from './aws-world.ts'
import { startFunctions } from './functions.ts'
import { openOutside } from './outside.ts'

const GRAPH = 'graph.facebook.com'
/** AWS does so once a minute, which is a long wait in a test. */
const CLOCK_EVERY_MS = 1_000
const START_WITHIN_MS = 180_000

/** The packaged functions behind local stand-ins for all that AWS puts before and between them. */
export interface DeployedWorld extends ServedWorld {
  /** The failures of functions, and the records of the stream that were dropped. */
  readonly failures: readonly string[]
  readonly aws: AwsWorld
}

/**
 * A deployment of the packaged functions. HTTP requests and sockets reach the function that the template names, the
 * records of the stream reach `dispatch`, and `ask` is invoked as Lambda's API would. Functions see the double of
 * Messenger at Meta's own address. It ends with the tests.
 */
export function deployedWorld(
  policy: Readonly<Record<string, unknown>>,
  graphOf: () => Promise<string>,
): DeployedWorld {
  const failures: string[] = []
  const kept: { close(): unknown }[] = []
  const keep: ServedWorld['keep'] = async thing => {
    const it = await thing
    kept.push(it)
    return it
  }
  let running: Running | undefined
  let bots = 0
  const started = () => {
    if (!running) throw new Error('the deployment does not run')
    return running
  }

  beforeAll(async () => {
    running = await startDeployment(await graphOf(), policy, failure => failures.push(failure), keep)
  }, START_WITHIN_MS)
  afterAll(async () => {
    for (const thing of kept.reverse()) await thing.close()
  })

  return {
    failures,
    keep,
    get aws() {
      return started().aws
    },
    get dev() {
      return { url: started().gateway.url, adminToken: started().adminToken }
    },
    bot(name, settings) {
      const { connectorUrl } = settings
      const publicUrl = connectorUrl && started().publicUrl(connectorUrl)
      return createBot(this.dev, `${name}-${++bots}`, { ...settings, ...defined({ connectorUrl: publicUrl }) })
    },
    async agent({ botId }) {
      const token = await started().aws.token(`${botId}:agent`)
      return await keep(SocketClient.connect(started().gateway.socketUrl, token, botId))
    },
    letters: async session => (await started().aws.letters()).filter(({ body }) => body.includes(session)),
  }
}

interface Running {
  readonly aws: AwsWorld
  readonly gateway: Gateway
  readonly adminToken: string
  publicUrl(url: string): string
}

async function startDeployment(
  graph: string,
  policy: Readonly<Record<string, unknown>>,
  failed: (failure: string) => void,
  keep: ServedWorld['keep'],
): Promise<Running> {
  let gateway: Gateway | undefined
  const pack = await packaged()
  await keep({ close: () => pack.remove() })
  const outside = await keep(openOutside([GRAPH]))
  outside.serve(GRAPH, graph)
  const aws = await keep(
    awsWorld({
      onAsked: event => void invoke('ask', event).catch(() => {}),
      connections: async (req, res) => (await gateway?.connections(req, res)) ?? false,
    }),
  )
  const variables = { ...aws.variables, INTERLUDE_POLICY: JSON.stringify(policy) }
  const functions = await keep(startFunctions(pack, { ...aws, variables }, outside))
  const invoke = async <Result>(name: string, event: unknown) => {
    try {
      return await functions.invoke<Result>(name, event)
    } catch (error) {
      failed(String(error))
      throw error
    }
  }
  const http =
    (name: string): HttpHandler =>
    async event =>
      await invoke(name, event)
  const sockets: SocketHandler = async event => await invoke('agent-ws', event)
  const dispatch: StreamHandler = async event => await invoke('dispatch', event)
  gateway = await keep(
    startGateway({
      host: '127.0.0.1',
      port: 0,
      routes: httpRoutes(pack, http),
      socket: { path: '/prod', handler: sockets },
      log: silentLog,
    }),
  )
  const { streams: client, streamArn } = aws.engine
  await keep(
    pollStream({
      client,
      streamArn,
      position: positionInMemory(),
      handler: dispatch,
      filter: ({ dynamodb }) => dynamodb?.Keys?.SK?.S === 'STATE',
      onDiscarded: async record => failed(`dropped ${JSON.stringify(record.dynamodb?.Keys)}`),
      log: silentLog,
    }),
  )
  await keep(clock(() => invoke('clock', {})))
  return { aws, gateway, adminToken: await aws.token('admin'), publicUrl: outside.publicUrl }
}

/** The routes of the template, each with the function that it names. */
function httpRoutes({ template }: Packaged, handlerOf: (name: string) => HttpHandler) {
  const names = new Map(functionsOf(template).map(({ id, name }) => [id, name]))
  return [...routesOf(template, 'HttpApi')].map(([key, id]) => {
    const [method = '', path = ''] = key.split(' ')
    return { method, path, handler: handlerOf(names.get(id) ?? id) }
  })
}

function clock(run: () => Promise<unknown>): { close(): Promise<void> } {
  const closing = new AbortController()
  const running = (async () => {
    while (!closing.signal.aborted) {
      await run().catch(() => {})
      await sleep(CLOCK_EVERY_MS, undefined, { signal: closing.signal }).catch(() => {})
    }
  })()
  return {
    async close() {
      closing.abort()
      await running
    },
  }
}
