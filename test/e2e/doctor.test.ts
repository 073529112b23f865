import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AlertFilter } from '../../lib/protocol/subscription.ts'
import { openIssuer } from '../../local/issuer/issuer.ts'
import { ran } from './cli.ts'
import { type BotSettings, call, type TestBot } from './client.ts'
import { eventually } from './eventually.ts'
import { runningWorld } from './running-world.ts'
import { aBot, aChannel, aServer, type TestServer, WEBHOOK_SECRET } from './servers.ts'
import { adminOf } from './subscriber.ts'

interface Found {
  readonly code: string
  readonly severity: string
  readonly mend: string
  readonly why: string
  readonly field?: string
  readonly command?: string
}

/** A misconfiguration: it is planted in a bot that is otherwise well. */
interface Plant {
  readonly code: string
  /** Settings of the bot. */
  readonly settings?: () => Promise<BotSettings> | BotSettings
  /** The filter of its only receiver of alerts. */
  readonly filter?: AlertFilter
  /** Changes the bot after it was made. */
  readonly plant?: (bot: TestBot) => Promise<unknown>
  /** Remedy that the finding names: a field, or a command. */
  readonly names: string
}

const NOBODY = 'http://127.0.0.1:9/'

describe('doctor', () => {
  const world = runningWorld('sqlite')
  let pip: TestServer<unknown>
  let phones = 0

  beforeAll(async () => {
    pip = await world.keep(aBot())
  })

  /** A bot without a fault: it answers, an agent has been there, and somebody gets its alerts. */
  const aWellBot = async (settings: BotSettings = {}, filter: AlertFilter = {}) => {
    const bot = await world.bot('well', { connectorUrl: pip.url, ...settings })
    await adminOf(world, bot).subscribe({ protocol: 'sms', endpoint: `+4917012345${10 + ++phones}` }, filter)
    await world.agent(bot)
    return bot
  }
  const doctor = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { url, adminToken } = world.dev
    const ended = await ran(['doctor', '--json', ...args], { INTERLUDE_URL: url, INTERLUDE_TOKEN: adminToken, ...env })
    const found = ended.out
      .trim()
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Found)
    return { ...ended, found }
  }
  const failing = async (answer: () => Promise<{ status?: number; body?: unknown }>): Promise<BotSettings> => ({
    connectorUrl: (await world.keep(aServer(answer))).url,
  })
  const token = async (groups: readonly string[], lifetimeSeconds = 3600) => {
    const { dev, interlude } = world
    const keyFile = join(interlude.data, 'issuer-key.json')
    const issuer = await openIssuer({ keyFile, issuerUrl: `${dev.url}/_issuer` })
    return await issuer.mint({ sub: 'eva', name: 'Eva', groups: [...groups], lifetimeSeconds })
  }
  /** A server in front of Interlude, which changes the answers. */
  const inFront = async (changed: (path: string, text: string, headers: Record<string, string>) => string) => {
    const server = createServer((req, res) => {
      void fetch(`${world.dev.url}${req.url}`, {
        method: req.method ?? 'GET',
        headers: { authorization: req.headers.authorization ?? '' },
      }).then(async answer => {
        const headers = Object.fromEntries(answer.headers)
        for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) delete headers[name]
        const text = changed(req.url ?? '', await answer.text(), headers)
        res.writeHead(answer.status, headers).end(text)
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    await world.keep({
      close: () => {
        server.closeAllConnections()
        server.close()
      },
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  it('finds nothing in a bot that is well', async () => {
    const channel = await world.keep(aChannel())
    const bot = await aWellBot({
      channels: { sms: { type: 'webhook', url: channel.url, secret: WEBHOOK_SECRET, replies: 'deliver' } },
      events: { url: (await world.keep(aServer(async () => ({})))).url, secret: WEBHOOK_SECRET },
      handoffs: {
        queues: { sales: { members: ['ana'] } },
        hours: { timeZone: 'Europe/Berlin', days: { mon: [['09:00', '17:00']] }, holidays: [] },
        alerts: [{ afterSeconds: 0 }, { afterSeconds: 300, priority: 'high' }],
        claimWithinSeconds: 600,
        idleWarningSeconds: 60,
        texts: { idleWarning: { en: 'Still there?', de: 'Noch da?' }, ended: { en: 'Bye.', de: 'Tschüss.' } },
      },
      widget: { allowedOrigins: ['https://shop.example', 'http://localhost:8080'] },
    })
    expect(await doctor(['--bot', bot.botId])).toMatchObject({ code: 0, err: '', found: [] })
    const { url, adminToken } = world.dev
    const words = await ran(['doctor', '-b', bot.botId], { INTERLUDE_URL: url, INTERLUDE_TOKEN: adminToken })
    expect(words).toEqual({ code: 0, out: 'All is well (1 bot checked).\n', err: '' })
  }, 60_000)

  const PLANTS: { readonly [fault: string]: Plant } = {
    'a bot that is paused as a whole': {
      code: 'bot.paused',
      settings: () => ({ paused: true }),
      names: 'config set paused false',
    },
    'a gated bot without a key': {
      code: 'bot.no_key',
      settings: () => ({ mode: 'gate' }),
      plant: async ({ url }) => {
        const asAdmin = { token: world.dev.adminToken }
        const { body } = await call<{ keyId: string }[]>(`${url}/keys`, asAdmin)
        for (const { keyId } of body) await call(`${url}/keys/${keyId}`, { method: 'DELETE', ...asAdmin })
      },
      names: 'keys create --bot',
    },
    'a connector that nobody runs': {
      code: 'connector.failed',
      settings: () => ({ connectorUrl: NOBODY }),
      names: 'config set connector.url',
    },
    'a connector that answers with an error': {
      code: 'connector.failed',
      settings: () => failing(async () => ({ status: 500 })),
      names: 'config set connector.url',
    },
    'a wrong path of the connector': {
      code: 'connector.missing',
      settings: () => failing(async () => ({ status: 404 })),
      names: 'connector.url',
    },
    'a connector with another secret': {
      code: 'connector.rejected',
      settings: () => failing(async () => ({ status: 401 })),
      names: 'config set connector.secret',
    },
    'an answer of a shape that Interlude does not understand': {
      code: 'connector.unreadable',
      settings: () => failing(async () => ({ body: { replies: [{ type: 'hologram' }] } })),
      names: '{"replies":[{"type":"text","text":"…"}]}',
    },
    'a time limit that is shorter than the answer takes': {
      code: 'connector.slow',
      settings: async () => ({
        ...(await failing(async () => {
          await sleep(400)
          return { body: { replies: [] } }
        })),
        timeoutMs: 200,
      }),
      names: 'config set connector.timeoutMs 1000',
    },
    'an endpoint of events that nobody runs': {
      code: 'events.failed',
      settings: () => ({ events: { url: NOBODY, secret: WEBHOOK_SECRET } }),
      names: 'config set events.url',
    },
    'an endpoint of events with another secret': {
      code: 'events.rejected',
      settings: async () => ({
        events: { url: (await world.keep(aServer(async () => ({ status: 403 })))).url, secret: WEBHOOK_SECRET },
      }),
      names: 'events.secret',
    },
    'a webhook of a channel that nobody runs': {
      code: 'channel.wrong',
      settings: () => ({
        channels: { sms: { type: 'webhook', url: NOBODY, secret: WEBHOOK_SECRET, replies: 'deliver' } },
      }),
      names: 'channels.sms',
    },
    'a page on Messenger without an app of the operator': {
      code: 'channel.wrong',
      settings: () => ({
        channels: {
          fb: {
            type: 'messenger',
            pageId: '123',
            pageToken: 'token',
            elsewhere: 'pause',
            threadControl: 'ignore',
            agentName: 'hide',
            typing: 'agents',
          },
        },
      }),
      names: 'channels.fb',
    },
    'a webhook of a channel that refuses the call': {
      code: 'channel.unknown',
      settings: async () => ({
        channels: {
          sms: {
            type: 'webhook',
            url: (await world.keep(aChannel(() => 403))).url,
            secret: WEBHOOK_SECRET,
            replies: 'deliver',
          },
        },
      }),
      names: 'channels.sms',
    },
    'nobody who gets alerts': {
      code: 'alerts.nobody',
      plant: async bot => {
        const { list, remove } = adminOf(world, bot)
        for (const { id } of await list()) await remove(id)
      },
      names: 'subscriptions add email',
    },
    'an address that has not confirmed': {
      code: 'alerts.unconfirmed',
      plant: async bot => await adminOf(world, bot).subscribe({ protocol: 'email', endpoint: 'late@example.test' }),
      names: 'subscriptions add email late@example.test',
    },
    'a filter for a queue that does not exist': {
      code: 'filter.queue',
      filter: { queue: ['vip'] },
      names: 'subscriptions remove',
    },
    'a filter for a priority that no alert has': {
      code: 'filter.priority',
      filter: { priority: ['low'] },
      settings: () => ({ handoffs: { queues: {}, alerts: [{ afterSeconds: 0, priority: 'high' }] } }),
      names: 'lower the priority of a step',
    },
    'a filter for a step that does not exist': {
      code: 'filter.step',
      filter: { step: ['7'] },
      names: 'add a step to handoffs.alerts',
    },
    'a list of alerts without a step': {
      code: 'alerts.none',
      settings: () => ({ handoffs: { queues: {}, alerts: [] } }),
      names: 'config unset handoffs.alerts',
    },
    'an alert after the end of the wait': {
      code: 'alerts.too_late',
      settings: () => ({
        handoffs: { queues: { vip: { claimWithinSeconds: 60, alerts: [{ afterSeconds: 0 }, { afterSeconds: 90 }] } } },
      }),
      names: 'config set handoffs.queues.vip.claimWithinSeconds 150',
    },
    'a queue whose members do not exist': {
      code: 'queue.no_member',
      settings: () => ({ handoffs: { queues: { vip: { members: ['nobody'] } } } }),
      names: 'config set handoffs.queues.vip.members',
    },
    'a queue with one member who does not exist': {
      code: 'queue.unknown_member',
      settings: () => ({ handoffs: { queues: { vip: { members: ['ana', 'Bne'] } } } }),
      names: 'handoffs.queues.vip.members',
    },
    'hours that never open': {
      code: 'hours.closed',
      settings: () => ({
        handoffs: { queues: { vip: { hours: { timeZone: 'Europe/Berlin', days: { mon: [] }, holidays: [] } } } },
      }),
      names: 'config set handoffs.queues.vip.hours.days',
    },
    'a warning without its text': {
      code: 'idle_warning.no_text',
      settings: () => ({ handoffs: { queues: {}, idleWarningSeconds: 60 } }),
      names: 'config set handoffs.texts.idleWarning',
    },
    'a warning that is longer than half of the idle time': {
      code: 'idle_warning.long',
      settings: () => ({
        handoffs: {
          queues: {},
          idleAfterSeconds: 100,
          idleWarningSeconds: 90,
          texts: { idleWarning: { en: 'Still there?' } },
        },
      }),
      names: 'config set handoffs.idleWarningSeconds 50',
    },
    'a text that lacks a language': {
      code: 'texts.language',
      settings: () => ({
        handoffs: { queues: {}, texts: { ended: { en: 'Bye.', de: 'Tschüss.' }, assigned: { en: 'Hello.' } } },
      }),
      names: 'handoffs.texts.assigned',
    },
    'a widget on a page without TLS': {
      code: 'widget.insecure_origin',
      settings: () => ({ widget: { allowedOrigins: ['http://shop.example'] } }),
      names: 'widget.allowedOrigins',
    },
  }

  it.each(Object.entries(PLANTS))(
    'finds exactly one thing, and how to mend it: %s',
    async (_, planted) => {
      const { code, settings, filter, plant, names } = planted
      const bot = await aWellBot(await settings?.(), filter)
      await plant?.(bot)
      const { found, ...ended } = await doctor(['--bot', bot.botId])
      expect(found.map(each => each.code)).toEqual([code])
      const [{ severity, mend, why, field, command } = { severity: '', mend: '', why: '' }] = found
      expect(`${mend} ${field} ${command}`).toContain(names)
      expect(why).not.toBe('')
      expect(ended.code).toBe(severity === 'wrong' ? 1 : 0)
    },
    60_000,
  )

  it('finds a bot that no agent has opened', async () => {
    const bot = await world.bot('lonely', { connectorUrl: pip.url })
    await adminOf(world, bot).subscribe({ protocol: 'sms', endpoint: `+4917012345${10 + ++phones}` })
    const { found, code } = await doctor(['--bot', bot.botId])
    expect([code, found.map(each => each.code)]).toEqual([0, ['agents.none']])
    expect(found[0]?.mend).toContain('role of an agent')
  }, 60_000)

  it('finds events that the endpoint did not take', async () => {
    const bot = await aWellBot()
    const page = { items: [{ event: {}, failedAt: new Date(0).toISOString(), reason: 'answered 500' }] }
    // It takes a day until an event has failed for good.
    const url = await inFront((path, text) => (path.includes('/events/dead') ? JSON.stringify(page) : text))
    const { found } = await doctor(['--bot', bot.botId, '--url', url])
    expect(found).toMatchObject([{ code: 'events.dead', mend: expect.stringContaining('events/replay') }])
  }, 60_000)

  it('finds an address at which nothing, another server, or the console answers', async () => {
    const { found: none } = await doctor(['--url', NOBODY])
    expect(none).toMatchObject([{ code: 'address.unreachable', mend: expect.stringContaining('npm start') }])
    const other = await world.keep(aServer(async () => ({})))
    const { found: foreign } = await doctor(['--url', other.url])
    expect(foreign).toMatchObject([{ code: 'address.foreign', mend: expect.stringContaining('ApiUrl') }])
    const { found: path } = await doctor(['--url', `${world.dev.url}/console`])
    expect(path).toMatchObject([{ code: 'address.path', command: `doctor --url ${world.dev.url}` }])
  }, 60_000)

  it('finds a clock that is wrong, and a server of another version', async () => {
    const { botId } = await aWellBot()
    const late = await inFront((_path, text, headers) => {
      headers.date = new Date(Date.now() - 120_000).toUTCString()
      return text
    })
    const { found: clock } = await doctor(['--bot', botId, '--url', late])
    expect(clock).toMatchObject([{ code: 'clock.off', mend: expect.stringContaining('timedatectl set-ntp true') }])
    const old = await inFront((_path, text) => text.replace(/("x-interlude-version":\s*)"[^"]*"/, '$1"0.0.9"'))
    const { found: version, code } = await doctor(['--bot', botId, '--url', old])
    expect(version).toMatchObject([{ code: 'version.differs', mend: expect.stringContaining('npm run deploy') }])
    expect(code).toBe(0)
  }, 60_000)

  it('finds a token that is missing, wrong, expired, or not an admin’s', async () => {
    const { botId, key } = await aWellBot()
    const codes = async (given: string) => (await doctor(['--bot', botId], { INTERLUDE_TOKEN: given })).found
    expect(await codes('')).toMatchObject([{ code: 'token.missing', mend: expect.stringContaining('INTERLUDE_TOKEN') }])
    expect(await codes('x')).toMatchObject([{ code: 'token.refused', mend: expect.stringContaining('access token') }])
    expect(await codes(await token([`${botId}:agent`]))).toMatchObject([
      { code: 'token.role', mend: expect.stringContaining('the group admin') },
    ])
    expect(await codes(key)).toMatchObject([{ code: 'token.role' }])
    const short = await token(['admin'], 1)
    await eventually('the end of the token', async () => {
      const { status } = await call(`${world.dev.url}/api/v1/me`, { token: short })
      return status === 401
    })
    expect(await codes(short)).toMatchObject([
      { code: 'token.expired', mend: expect.stringContaining('Sign in again') },
    ])
  }, 60_000)

  it('finds a bot that does not exist, and an Interlude without a bot', async () => {
    const { found: unknown } = await doctor(['--bot', 'nobody'])
    expect(unknown).toMatchObject([{ code: 'bot.unknown', command: 'bots create nobody' }])
    const empty = await inFront((path, text) => (path.startsWith('/api/v1/bots?') ? '{"items":[]}' : text))
    const { found: none } = await doctor(['--url', empty])
    expect(none).toMatchObject([{ code: 'bots.none', command: 'bots create <id>' }])
  }, 60_000)

  it('looks at every bot if none is named, and says it in words', async () => {
    const bot = await aWellBot({ paused: true })
    const { url, adminToken } = world.dev
    const { code, out, err } = await ran(['doctor'], { INTERLUDE_URL: url, INTERLUDE_TOKEN: adminToken })
    expect(out).toContain(`WARNING  ${bot.botId}: The whole bot is paused.`)
    expect(out).toContain(`  Command: interlude config set paused false --bot ${bot.botId}`)
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^Found \d+ faults, \d+ warnings/) })
  }, 60_000)
})
