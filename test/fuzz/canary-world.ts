import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { identitySignature } from '../../lib/auth/users.ts'
import { openIssuer } from '../../local/issuer/issuer.ts'
import type { EngineName } from '../../local/options.ts'
import { type Answer, call } from '../e2e/client.ts'
import { aDataFolder, type Interlude, startInterlude } from '../e2e/process.ts'
import { admins, Canaries, type Credential, conversation, nobody, team } from './canaries.ts'

export const BOT_A = 'canary-a'
export const BOT_B = 'canary-b'
/** The bot for destructive cases, which may change its configuration and keys. It gets no messages. */
export const SCRATCH = 'scratch'
/** The page of the first bot. */
export const LIVE_PAGE = '1'
/** The queue of both bots. */
export const QUEUE = 'sales'
/** The tag and the macro of both bots. */
export const TAG = 'refund'
export const MACRO = { name: 'Refund', text: 'You get your money back.', tags: [TAG] }

export interface Conversation {
  readonly botId: string
  readonly userId: string
  readonly channel: string
  readonly session: string
}

/** Nothing listens here: the world enters an application of its own. */
const NO_GRAPH = 'http://127.0.0.1:9'

/** A running Interlude with two bots, whose users, agents and settings are full of canaries. */
export interface CanaryWorld {
  readonly interlude: Interlude
  readonly canaries: Canaries
  readonly credentials: readonly Credential[]
  readonly conversations: readonly Conversation[]
  /** The ids of agents, one of each bot. */
  readonly agentIds: readonly string[]
  /** Identities of users of the web channel, signed by their host, valid for `users/token`. */
  readonly identities: readonly Readonly<Record<string, unknown>>[]
  /** Sends everything with a canary again, so that it is recent. Returns leaks that this showed. */
  plant(): Promise<readonly string[]>
  /** A conversation whose newest episode an agent had, once it is planted, and the bot that may pass a rating on. */
  rated(): { readonly bot: Credential; readonly session: string; readonly userId: string }
  /** Makes a reply of the first bot wait for an agent's approval. `of`: the message that it answers. */
  propose(): Promise<{ readonly agent: Credential; readonly session: string; readonly of: number }>
  end(): Promise<void>
}

interface Marks {
  readonly text: string
  readonly name: string
  readonly attribute: string
  readonly note: string
  readonly draft: string
  readonly reason: string
  readonly comment: string
}

export async function canaryWorld(engine: EngineName): Promise<CanaryWorld> {
  const canaries = new Canaries()
  const folder = await aDataFolder()
  const webhooks = await anyWebhook()
  const interlude = await startInterlude({ engine, data: folder.path, graph: NO_GRAPH })
  const { dev } = interlude
  const issuer = await openIssuer({
    keyFile: join(folder.path, 'issuer-key.json'),
    issuerUrl: `${dev.url}/_issuer`,
  })
  const mint = (sub: string, groups: string[]) => issuer.mint({ sub, name: 'Somebody', groups, lifetimeSeconds: 3600 })
  const admin: Credential = { name: 'admin', role: 'admin', token: dev.adminToken }
  const credentials: Credential[] = [admin, { name: 'nobody', role: 'anyone' }]
  const conversations: Conversation[] = []
  const agentIds: string[] = []
  const identities: Record<string, unknown>[] = []
  const planting: (() => Promise<void>)[] = []
  const leaked: string[] = []
  const look = (credential: Credential, { body }: Answer) => {
    const what = canaries.leaks(JSON.stringify(body), credential)
    leaked.push(...what.map(each => `leaks ${each} to ${credential.name} while planting: ${JSON.stringify(body)}`))
  }

  const app = {
    appId: '1',
    appSecret: canaries.make("secret of the operator's app", nobody),
    verifyToken: canaries.make("token of the operator's choice", nobody),
  }
  const appUrl = `${dev.url}/api/v1/channels/messenger/app`
  await expectStatus(200, call(appUrl, { method: 'PUT', token: admin.token!, json: app }))
  for (const botId of [BOT_A, BOT_B]) {
    const url = `${dev.url}/api/v1/bots/${botId}`
    const hook = (what: string) => ({
      url: `${webhooks.url}/${canaries.make(`url of ${what} of ${botId}`, admins)}`,
      secret: `whsec_${canaries.make(`secret of ${what} of ${botId}`, nobody)}`,
    })
    await expectStatus(
      200,
      call(url, {
        method: 'PUT',
        token: admin.token!,
        json: {
          mode: botId === BOT_A ? 'ask' : 'gate',
          // A gated bot without a connector gets handbacks with the next turn, in the answer to the caller.
          ...(botId === BOT_A && { connector: { type: 'http', ...hook('connector'), timeoutMs: 5000 } }),
          channels: {
            hook: { type: 'webhook', ...hook('channel') },
            all: { type: 'webhook', ...hook('all'), replies: 'deliver' },
            ...(botId === BOT_A && {
              page: { type: 'messenger', pageId: LIVE_PAGE, pageToken: canaries.make('token of a page', nobody) },
              chat: { type: 'telegram', botToken: `110201543:${canaries.make('token of a bot', nobody)}` },
            }),
          },
          attributes: [{ label: 'Plan', attributePath: 'plan' }],
          handoffs: { rating: true, queues: { [QUEUE]: {} } },
          events: hook('events'),
          tags: [TAG],
          macros: [MACRO],
        },
      }),
    )
    const label = canaries.make(`label of a key of ${botId}`, admins)
    const made = await expectStatus<{ key: string }>(
      201,
      call(`${url}/keys`, { method: 'POST', token: admin.token!, json: { label } }),
    )
    const { key } = made.body
    const secret = key.split('_').slice(2).join('_')
    canaries.add(secret, `key of ${botId}`, nobody)
    canaries.add(createHash('sha256').update(secret).digest('base64url'), `key's hash of ${botId}`, nobody)
    const identity = await expectStatus<{ identitySecret: string }>(
      200,
      call(`${url}/identity-secret`, { token: admin.token! }),
    )
    const { identitySecret } = identity.body
    canaries.add(
      identitySecret,
      `identity secret of ${botId}`,
      ({ role }, route) => role === 'admin' && route === 'identitySecret',
    )
    const agentId = canaries.make(`id of an agent of ${botId}`, team(botId))
    agentIds.push(agentId)
    const bot: Credential = { name: `key of ${botId}`, role: 'bot', botId, token: key }
    const agent: Credential = {
      name: `agent of ${botId}`,
      role: 'agent',
      botId,
      token: await mint(agentId, [`${botId}:agent`]),
    }
    const supervisor: Credential = {
      name: `supervisor of ${botId}`,
      role: 'agent',
      botId,
      token: await mint(canaries.make(`id of a supervisor of ${botId}`, team(botId)), [`${botId}:supervisor`]),
    }
    credentials.push(bot, agent, supervisor)

    for (const wanted of ['u1', 'u2', undefined]) {
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
      const claim =
        wanted === undefined
          ? {}
          : { userId: wanted, expiresAt, signature: identitySignature(identitySecret, wanted, expiresAt) }
      if (wanted !== undefined) identities.push(claim)
      const given = await expectStatus<{ token: string; userId: string; session: string }>(
        200,
        call(`${url}/users/token`, { method: 'POST', json: claim }),
      )
      const { token, userId, session } = given.body
      const user: Credential = { name: `${wanted ?? 'anonymous'} of ${botId}`, role: 'user', botId, userId, token }
      credentials.push(user)
      conversations.push({ botId, userId, channel: 'web', session })
      const of = (what: string) => `${what} of ${user.name}`
      const marks: Marks = {
        text: canaries.make(of('text'), conversation(botId, userId)),
        name: canaries.make(of('name'), team(botId)),
        attribute: canaries.make(of('attribute'), team(botId)),
        note: canaries.make(of('note'), team(botId)),
        draft: canaries.make(of('draft'), team(botId)),
        reason: canaries.make(of('reason'), team(botId)),
        comment: canaries.make(of('comment'), team(botId)),
      }
      planting.push(() => plant(url, { bot, agent, user }, session, marks, look))
    }
    // A conversation of another channel, with a webhook.
    const apiUser = { botId, userId: 'u1', channel: 'hook' }
    const text = canaries.make(`text of u1 at the hook of ${botId}`, team(botId))
    const first = await say(url, bot, 'u1', { text }, 'hook')
    conversations.push({ ...apiUser, session: first.body.session })
    planting.push(async () => {
      await say(url, bot, 'u1', { text }, 'hook')
    })
  }
  if (engine === 'sqlite') readTokenSecrets(join(folder.path), canaries)

  const world: CanaryWorld = {
    interlude,
    canaries,
    credentials,
    conversations,
    agentIds,
    identities,
    async plant() {
      for (const each of planting) await each()
      return leaked.splice(0)
    },
    rated() {
      const { session, userId } = conversations.find(({ botId, channel }) => botId === BOT_A && channel === 'web')!
      return { bot: credentials.find(each => each.role === 'bot' && each.botId === BOT_A)!, session, userId }
    },
    async propose() {
      const url = `${dev.url}/api/v1/bots/${BOT_A}`
      const ofBot = (role: Credential['role']) => credentials.find(each => each.role === role && each.botId === BOT_A)!
      const { session, userId } = conversations.find(({ botId, channel }) => botId === BOT_A && channel === 'web')!
      const agent = ofBot('agent')
      for (const step of ['unpause', 'supervise']) {
        await call(`${url}/conversations/${session}/${step}`, { method: 'POST', token: agent.token!, json: {} })
      }
      const { body } = await say(url, ofBot('bot'), userId, { text: 'is it so?' })
      return { agent, session, of: body.seq }
    },
    async end() {
      await interlude.kill()
      await webhooks.close()
      await folder.remove()
    },
  }
  await world.plant()
  return world
}

/** One episode of a conversation, with everything that users or others must not see. */
async function plant(
  url: string,
  { bot, agent, user }: { bot: Credential; agent: Credential; user: Credential },
  session: string,
  marks: Marks,
  look: (credential: Credential, answer: Answer) => void,
): Promise<void> {
  const { text, name, attribute, note, draft, reason, comment } = marks
  const post = (path: string, token: string, json: unknown) =>
    call<{ seq: number; epoch: number }>(`${url}/conversations/${session}/${path}`, { method: 'POST', token, json })
  const profile = { fullName: `${name} Li`, attributes: { plan: attribute } }
  const turn = await say(url, bot, user.userId!, { text, user: profile })
  look(user, await say(url, user, user.userId!, { text }))
  await post('pause', agent.token!, { reason })
  await post('notes', agent.token!, { text: note })
  await post('messages', agent.token!, { text })
  // Too late either way, so it becomes a draft.
  await post('replies', bot.token!, { epoch: Math.max(0, turn.body.epoch - 1), replies: [{ text: draft }] })
  await post('unpause', agent.token!, { outcome: 'resolved', comment })
}

async function say(
  url: string,
  { token }: Credential,
  userId: string,
  message: Record<string, unknown>,
  channel = 'web',
) {
  const target = `${url}/channel/${channel}/user/${userId}/messages`
  const send = () => call(target, { method: 'POST', token: token!, json: message })
  let answer = await send()
  // The random cases change the same few conversations, so a commit may find no gap.
  while (answer.status === 503) answer = await send()
  return await expectStatus<{ session: string; seq: number; epoch: number }>(200, Promise.resolve(answer))
}

async function expectStatus<Body>(status: number, asked: Promise<Answer>): Promise<Answer<Body>> {
  const answer = await asked
  if (answer.status !== status) throw new Error(`the world cannot be made: ${JSON.stringify(answer.body)}`)
  return answer as Answer<Body>
}

/** No route returns the secret of user tokens, so it is read from the file. */
function readTokenSecrets(folder: string, canaries: Canaries): void {
  const db = new DatabaseSync(join(folder, 'interlude.db'), { readOnly: true })
  try {
    for (const { id, json } of db.prepare('SELECT id, json FROM bot').all()) {
      canaries.add(JSON.parse(String(json)).userTokenSecret, `user token secret of ${id}`, nobody)
    }
  } finally {
    db.close()
  }
}

/** A bot and a channel that accept every call; the bot always replies with one word. */
async function anyWebhook(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end('{"replies":[{"type":"text","text":"ok"}]}')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
