import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SNSClient } from '@aws-sdk/client-sns'
import { socketApi } from '../functions/agent-ws/socket.ts'
import type { App } from '../lib/app.ts'
import { byTokens } from '../lib/auth/authenticate.ts'
import { snsNotifier } from '../lib/aws/notifier.ts'
import { snsTopic } from '../lib/aws/topic.ts'
import { REMEMBER_MS } from '../lib/bots/directory.ts'
import { compose, type Parts } from '../lib/compose.ts'
import { defined } from '../lib/defined.ts'
import { type HttpHandler, httpApi } from '../lib/http/api.ts'
import type { Route } from '../lib/http/route.ts'
import { createAdmission, LIMITS } from './admission/admission.ts'
import { laneOfRoute } from './admission/lanes.ts'
import { timed } from './admission/waits.ts'
import { allRoutes } from './api-routes.ts'
import { type LocalAsker, localAsker } from './asker.ts'
import { prepareDataFolder } from './data-folder.ts'
import { openDemoBot } from './demo/bot.ts'
import { demoIdentity } from './demo/identity.ts'
import { duePage } from './due-page.ts'
import { type Engine, openEngine } from './engine.ts'
import { writeWhole } from './files.ts'
import { type Extra, type Gateway, startGateway } from './gateway/gateway.ts'
import { isFromHere } from './gateway/hosts.ts'
import { CLIENT_ID, SCOPE } from './issuer/claims.ts'
import { consoleUris } from './issuer/console-uris.ts'
import { type Issuer, openIssuer } from './issuer/issuer.ts'
import { peopleOf } from './issuer/people.ts'
import { type SignIn, serveSignIn } from './issuer/sign-in.ts'
import { createLog } from './logger.ts'
import { clockLoop } from './loops.ts'
import { openDemoMessenger } from './messenger.ts'
import type { Options } from './options.ts'
import { DEMO_BOT, readSecrets, type Secrets, seed } from './seed.ts'
import { startSns } from './sns/sns.ts'
import { warmUp } from './warm-up.ts'
import type { Built } from './web/build.ts'
import { openSite } from './web/site.ts'

/** The addresses and tokens for clients on this machine. Written to `dev.json` once everything is ready. */
export interface DevFile {
  readonly url: string
  readonly socketUrl: string
  readonly outboxUrl: string
  readonly botId: string
  readonly botKey: string
  readonly agentToken: string
  readonly adminToken: string
}

export interface Running {
  readonly dev: DevFile
  /** Stops everything that was started, after work in progress has ended. */
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const CLOCK_EVERY_MS = 1_000
/** How long `stop` waits for calls to bots. */
const ASKING_GRACE_MS = 2_000
const TOKEN_SECONDS = 30 * 24 * 3600
const ISSUER_PATH = '/_issuer'
const DEMO_BOT_PATH = '/_demo/bot'
/** Twice the limit of a route (which answers with a problem). Bodies of requests in progress fill the memory first. */
const MAX_BODY_BYTES = 512 * 1024
const SOCKET_PATH = '/ws'

/**
 * Runs the real handlers on this machine: gateway, store, alerts, issuer, clock and a demo bot. Rejects if anything
 * cannot start. `built` resolves when the pages are built; the start does not wait for it.
 */
export async function startInterlude(options: Options, built: Promise<Built>): Promise<Running> {
  const { engine: engineName, port, data, hosts, graph, policy, logLevel } = options
  const log = createLog(logLevel)
  const started: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const end of started.reverse())
      await end().catch(error => log.error('stopping failed', { error: String(error) }))
    started.length = 0
  }
  try {
    const devFile = join(data, 'dev.json')
    await prepareDataFolder(data)
    // Scripts wait for this file, so remove the one of an earlier run.
    await rm(devFile, { force: true })
    const secrets = await readSecrets(join(data, 'secrets.json'))

    const sns = await startSns({ host: HOST, port: 0, outboxFile: join(data, 'outbox.jsonl'), log })
    started.push(() => sns.close())
    const engine = await openEngine(engineName, data, log)
    started.push(() => engine.close())
    const store = timed(engine.store)
    const limits = { ...LIMITS, ...defined({ usersAtLeast: engine.usersAtLeast }) }
    const admission = createAdmission(() => store.longestMs(), log, limits)
    started.push(async () => admission.close())
    const demoBot = await openDemoBot(DEMO_BOT_PATH, secrets.botSecret, log)
    const messenger =
      graph === 'double' ? await openDemoMessenger({ host: HOST, secret: secrets.botSecret, log }) : undefined
    started.push(async () => await messenger?.close())

    // Stops after the gateway, which starts turns, and before the store.
    let asker: LocalAsker | undefined
    started.push(async () => await asker?.idle(ASKING_GRACE_MS))
    // Start the gateway before the application, which needs its address. Requests wait for the application.
    const app = Promise.withResolvers<App>()
    const signIn = Promise.withResolvers<SignIn>()
    const sockets = app.promise.then(socketApi)
    const due = duePage(app.promise)
    const identity = demoIdentity(app.promise)
    const address = Promise.withResolvers<string>()
    const site = openSite({
      built,
      url: address.promise,
      socketPath: SOCKET_PATH,
      signIn: address.promise.then(url => ({ issuer: `${url}${ISSUER_PATH}`, clientId: CLIENT_ID, scope: SCOPE })),
      log,
    })
    const own = forThisMachine(
      async (req, res, readBody) =>
        sns.outbox(req, res) ||
        (await due(req, res)) ||
        (await messenger?.page(req, res, readBody)) ||
        (await (await signIn.promise).handler(req, res, readBody)) ||
        (await identity(req, res)) ||
        (await demoBot.handler(req, res, readBody)),
    )
    // Stops after the gateway, which brings requests.
    let pages: SignIn | undefined
    started.push(async () => pages?.close())
    const gateway = await startGateway({
      host: HOST,
      port,
      routes: served(app.promise, allRoutes),
      socket: { path: SOCKET_PATH, handler: async event => await (await sockets)(event) },
      extra: async (req, res, readBody) => (await site(req, res, readBody)) || (await own(req, res, readBody)),
      admission,
      hosts,
      limits: { bodyBytes: MAX_BODY_BYTES },
      log,
    })
    started.push(() => gateway.close())
    address.resolve(gateway.url)
    const issuerUrl = `${gateway.url}${ISSUER_PATH}`
    const issuer = await openIssuer({ keyFile: join(data, 'issuer-key.json'), issuerUrl })
    pages = serveSignIn({
      issuer,
      recordsFile: join(data, 'sign-ins.db'),
      people: peopleOf(DEMO_BOT),
      uris: consoleUris(gateway.port, hosts),
    })
    signIn.resolve(pages)

    const snsClient = new SNSClient({
      endpoint: sns.endpoint,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    })
    const parts: Parts = {
      store,
      ...defined({ oneByOne: engine.oneByOne }),
      sockets: await engine.socketsOf(gateway),
      notifier: snsNotifier(snsClient, sns.topicArn),
      alertTopic: snsTopic(snsClient, sns.topicArn),
      asker: ready => {
        asker = localAsker(ready, () => admission.hold())
        return asker
      },
      log,
      settings: {
        consoleUrl: `${gateway.url}/console`,
        alertsIncludeText: false,
        platformUrls: defined({ messenger: graph === 'double' ? messenger?.graph.url : graph.url }),
        processId: randomUUID(),
      },
      auth: byTokens({
        issuer: issuerUrl,
        jwksUrl: `${issuerUrl}/.well-known/jwks.json`,
        clientId: CLIENT_ID,
        rolesClaim: 'cognito:groups',
      }),
      agentIssuer: pages,
      reach: 'loopback-too',
      directory: { rememberMs: REMEMBER_MS, alone: true },
      policy,
    }
    const composed = compose(parts)
    const botUrl = `${gateway.url}${DEMO_BOT_PATH}`
    await seed(composed, secrets, botUrl)
    if (engine.openSpare) await warmUpOn(await engine.openSpare(), parts, secrets, botUrl)
    app.resolve(composed)
    await messenger?.connect(composed, gateway.url)
    const feeding = engine.serveChanges(composed)
    started.push(() => feeding.stop())
    const ticking = clockLoop(composed, CLOCK_EVERY_MS)
    started.push(() => ticking.stop())

    const dev = await devFileOf(gateway, issuer, secrets)
    await writeWhole(devFile, `${JSON.stringify(dev, null, 2)}\n`)
    return { dev, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Serves the outbox, the issuer's pages and the demo bot only to this machine, whatever a proxy forwards: they require
 * no token. Other requests get 404.
 */
function forThisMachine(extra: Extra): Extra {
  return (req, res, readBody) => isFromHere(req) && extra(req, res, readBody)
}

function served(app: Promise<App>, routes: readonly Route[]) {
  const api = app.then(ready => httpApi(ready, routes))
  const handler: HttpHandler = async (event, context) => await (await api)(event, context)
  return routes.map(({ spec }) => ({ method: spec.method, path: spec.path, handler, lane: laneOfRoute(spec) }))
}

/** Warms up on a spare engine. Alerts and sockets of these conversations reach nobody. */
async function warmUpOn(spare: Engine, parts: Parts, secrets: Secrets, botUrl: string): Promise<void> {
  const app = compose({
    ...parts,
    store: spare.store,
    sockets: { push: async () => 'gone', close: async () => {} },
    notifier: { publish: async () => undefined },
    asker: () => ({ ask: async () => {} }),
  })
  await seed(app, secrets, botUrl)
  await warmUp({ spare, app, routes: served(Promise.resolve(app), allRoutes), secrets, log: parts.log })
}

async function devFileOf(gateway: Gateway, issuer: Issuer, { botKey }: Secrets): Promise<DevFile> {
  const lifetimeSeconds = TOKEN_SECONDS
  return {
    url: gateway.url,
    socketUrl: gateway.socketUrl,
    outboxUrl: `${gateway.url}/_outbox`,
    botId: DEMO_BOT,
    botKey,
    agentToken: await issuer.mint({ sub: 'ana', name: 'Ana', groups: [`${DEMO_BOT}:agent`], lifetimeSeconds }),
    adminToken: await issuer.mint({ sub: 'admin', name: 'Admin', groups: ['admin'], lifetimeSeconds }),
  }
}
