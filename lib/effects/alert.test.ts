import { describe, expect, it } from 'vitest'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { userAsksForPerson, userResumes } from '../../test/support/commands.ts'
import { addresses, jonas, maria } from '../../test/support/people.ts'
import { execute } from '../conversations/execute.ts'
import type { Notice } from '../ports/outside.ts'
import type { Log } from '../ports/system.ts'
import { type Address, episodeId, sessionId } from '../session/session.ts'
import { alertAgents } from './alert.ts'

const id = sessionId(maria)
const alerts = async (world: AppWorld, app = world.app, who = maria) =>
  await alertAgents(app, (await world.load(who)).session)
const pendingOf = async (world: AppWorld, who = maria) => {
  const { control } = (await world.load(who)).session
  if (control.holder !== 'human' || control.handoff.status !== 'pending') throw new Error('nobody waits')
  return control.handoff
}

async function somebodyWaits(): Promise<AppWorld> {
  const world = await appWorld({ mode: 'gate' })
  await world.userSays(maria, 'my card is 4111 1111 1111 1111')
  await world.userAsksForPerson(maria)
  return world
}

async function wait(world: AppWorld, people: readonly Address[]): Promise<void> {
  for (const who of people) await world.userAsksForPerson(who)
}

/** The same application with a log that keeps its lines. */
function logged({ app }: AppWorld): { app: AppWorld['app']; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = []
  const at =
    (level: string) =>
    (message: string, details = {}) =>
      void lines.push({ level, message, ...details })
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { app: { ...app, log }, lines }
}

describe('an alert to agents', () => {
  it('has words for mail and SMS, and fields for machines', async () => {
    const world = await somebodyWaits()
    await alerts(world)

    const url = `https://console.example.test/?bot=shop&conversation=${id}`.replace('/?', '?')
    expect(world.app.notices).toEqual([
      {
        subject: 'shop: somebody waits for a person (user)',
        email: expect.stringContaining(`Take over: ${url}`),
        sms: `shop: somebody waits for a person (user).\n${url}`,
        data: {
          type: 'handoff',
          event: 'requested',
          step: 1,
          botId: 'shop',
          channel: 'web',
          conversation: id,
          episodeId: episodeId({ id }, 1),
          trigger: 'user',
          priority: 'normal',
          count: 1,
          conversations: [id],
          waitingSince: expect.stringMatching(/Z$/),
          url,
          confirmUrl: expect.stringContaining('/api/v1/bots/shop/alerts/'),
        },
        attributes: {
          botId: 'shop',
          channel: 'web',
          event: 'handoff.requested',
          step: '1',
          trigger: 'user',
          priority: 'normal',
          queue: '-',
          language: '-',
        },
      },
    ])
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'alerted', count: 1, episode: 1 })
  })

  it("contains the user's words only if the operator wants them, and never in the SMS", async () => {
    const world = await somebodyWaits()
    await alerts(world)
    expect(JSON.stringify(world.app.notices)).not.toContain('4111')

    world.app.clock.advance(world.app.policy.realertMs)
    const withText = { ...world.app, settings: { ...world.app.settings, alertsIncludeText: true } }
    await alerts(world, withText)
    expect(world.app.notices[1]).toMatchObject({
      email: expect.stringContaining('Last message: my card is 4111'),
      sms: expect.not.stringContaining('4111'),
      data: { lastMessage: 'my card is 4111 1111 1111 1111' },
    })
  })

  it('is repeated as a reminder', async () => {
    const world = await somebodyWaits()
    await alerts(world)
    world.app.clock.advance(world.app.policy.realertMs)
    await alerts(world)
    expect(world.app.notices[1]).toMatchObject({
      subject: 'shop: somebody still waits for a person (user)',
      data: { event: 'reminder' },
      attributes: { event: 'handoff.reminder' },
    })
    expect((await world.log(maria)).at(-1)).toMatchObject({ kind: 'alerted', count: 2 })
  })

  it('is not sent for a conversation that an agent or the bot has', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    await alerts(world)
    await world.agentPauses(maria)
    await alerts(world)
    expect(world.app.notices).toEqual([])
    expect(await world.kinds(maria)).toEqual(['message', 'paused'])
  })
})

describe('an alert that fails or comes late', () => {
  it('is not logged if it fails, and is due again soon as the first alert', async () => {
    const world = await somebodyWaits()
    world.app.alertsFail = true
    await alerts(world)
    expect(await world.kinds(maria)).toEqual(['message', 'paused'])
    const soon = world.app.clock.now() + world.app.policy.alertCheckMs
    expect(await pendingOf(world)).toMatchObject({ alerts: 0, deadline: soon })
    expect(await world.store.due(soon - 1, 10)).toEqual([])
    expect(await world.store.due(soon, 10)).toEqual([id])

    world.app.alertsFail = false
    world.app.clock.advance(world.app.policy.alertCheckMs)
    await alerts(world)
    expect(world.app.notices).toMatchObject([{ data: { event: 'requested' } }])
    const { since, ...pending } = await pendingOf(world)
    expect(pending).toMatchObject({ alerts: 1, deadline: since + minutes(5) })
  })

  it('does not delay the time at which the handoff is given up', async () => {
    const world = await somebodyWaits()
    const { since } = await pendingOf(world)
    world.app.clock.advance(world.app.policy.giveUpMs - 1)
    await alerts(world)
    expect(await world.store.due(since + world.app.policy.giveUpMs, 10)).toEqual([id])
  })

  it('is not logged if an agent took the conversation meanwhile', async () => {
    const world = await somebodyWaits()
    const before = (await world.load(maria)).session
    await world.agentSays(maria, 'here I am')
    await alertAgents(world.app, before)
    expect(await world.kinds(maria)).toEqual(['message', 'paused', 'assigned', 'message'])
  })
})

describe('alerts of one bot', () => {
  const everybody = addresses(7)

  it('are one notice for all handoffs requested at the same time', async () => {
    const world = await appWorld({ mode: 'gate' })
    await wait(world, everybody)
    await Promise.all(everybody.map(who => alerts(world, world.app, who)))

    expect(world.app.notices).toMatchObject([
      {
        subject: 'shop: 7 people are waiting',
        data: { type: 'handoff', event: 'requested', botId: 'shop', count: 7 },
        attributes: { botId: 'shop', event: 'handoff.requested', channel: ['web'], trigger: ['user'] },
      },
    ])
    const [{ data }] = world.app.notices as [Notice]
    expect(new Set(data.conversations as string[])).toEqual(new Set(everybody.map(sessionId)))
    for (const who of everybody) {
      expect(await pendingOf(world, who)).toMatchObject({
        alerts: 1,
        deadline: world.app.clock.now() + minutes(5),
      })
      expect((await world.log(who)).filter(({ kind }) => kind === 'alerted')).toHaveLength(1)
    }
  })

  it('are held while the slot lasts, and sent together at its end', async () => {
    const world = await appWorld({ mode: 'gate' })
    await wait(world, [maria])
    await alerts(world)
    world.app.clock.advance(seconds(1))
    await wait(world, everybody)
    for (const who of everybody) await alerts(world, world.app, who)
    expect(world.app.notices).toHaveLength(1)

    const end = world.app.clock.now() - seconds(1) + world.app.policy.alertGatherMs
    for (const who of everybody) expect(await pendingOf(world, who)).toMatchObject({ alerts: 0, deadline: end })
    expect(new Set(await world.store.due(end, 100))).toEqual(new Set(everybody.map(sessionId)))
    world.app.clock.advance(end - world.app.clock.now())
    await alerts(world, world.app, everybody[3]!)
    expect(world.app.notices).toHaveLength(2)
    expect(world.app.notices[1]).toMatchObject({
      subject: 'shop: 7 people are waiting',
      email: expect.stringMatching(
        /^7 people are waiting for a person\.\nThe first of them has waited for 9 seconds\.\n\nBot: shop\nConversations: (ses_\S{22} ?){7}\n\nTake over: https:\/\/console\.example\.test\?bot=shop\nConfirm that .*\/alerts\/\S+$/,
      ),
      sms: 'shop: 7 people are waiting for a person.\nhttps://console.example.test?bot=shop',
    })
    for (const who of everybody) expect(await pendingOf(world, who)).toMatchObject({ alerts: 1 })
  })

  it('leave a conversation unchanged that another notice covered meanwhile', async () => {
    const world = await appWorld({ mode: 'gate' })
    await wait(world, [maria, jonas])
    const before = (await world.load(jonas)).session
    await alerts(world)
    const covered = await pendingOf(world, jonas)
    expect(covered).toMatchObject({ alerts: 1 })
    await alertAgents(world.app, before)
    expect(await pendingOf(world, jonas)).toEqual(covered)
  })

  it('omit conversations that were alerted before, or that an agent or the bot has', async () => {
    const world = await appWorld({ mode: 'gate' })
    await wait(world, [jonas])
    await alerts(world, world.app, jonas)
    world.app.clock.advance(world.app.policy.alertGatherMs)
    const [taken, back, asks] = everybody as [Address, Address, Address]
    await wait(world, [taken, back, asks])
    await world.agentSays(taken, 'here I am')
    await world.agentResumes(back)
    await wait(world, [maria])
    await alerts(world)
    expect(world.app.notices[1]?.data.conversations).toEqual([id, sessionId(asks)])
  })

  it('have a slot for each bot', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.store.putBot('bank', 0, (await world.store.bot('shop'))!)
    const atBank = { ...jonas, botId: 'bank' }
    await wait(world, [maria, atBank])
    await alerts(world)
    await alerts(world, world.app, atBank)
    expect(world.app.notices.map(({ data }) => data.conversations)).toEqual([[id], [sessionId(atBank)]])
  })

  it('cover more conversations than a page of a list holds', async () => {
    const world = await appWorld({ mode: 'gate' })
    const crowd = addresses(230)
    await wait(world, crowd)
    await alerts(world, world.app, crowd[0]!)
    expect(world.app.notices[0]).toMatchObject({
      subject: 'shop: 230 people are waiting',
      email: expect.stringMatching(/ses_\S{22} and 180 more$/m),
    })
    for (const who of crowd) expect(await pendingOf(world, who)).toMatchObject({ alerts: 1 })
  })

  it('cover a crowd that one notice cannot name by the next one, although those alerted before still wait', async () => {
    const world = await appWorld({ mode: 'gate' })
    const people = addresses(1_200)
    for (const who of people) {
      world.app.clock.advance(1)
      await world.userAsksForPerson(who)
    }
    await alerts(world, world.app, people[0])
    const named = (index: number) => (world.app.notices[index]?.data.conversations ?? []) as readonly string[]
    expect(named(0)).toHaveLength(1_000)

    world.app.clock.advance(world.app.policy.alertGatherMs)
    const missed = people.filter(who => !named(0).includes(sessionId(who)))
    await alerts(world, world.app, missed[0])
    expect(new Set(named(1))).toEqual(new Set(missed.map(sessionId)))
  })

  it('cover only the conversation at hand if the others cannot be listed', async () => {
    const world = await somebodyWaits()
    await wait(world, [jonas])
    const { app, lines } = logged(world)
    const list = async () => {
      throw new Error('the index is away')
    }
    await alerts(world, { ...app, store: { ...app.store, list } })
    expect(app.notices).toMatchObject([{ data: { conversations: [id] } }])
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'waiting conversations not listed' }),
    )
  })

  it('fail for one conversation only, and the next notice covers all of them', async () => {
    const world = await appWorld({ mode: 'gate' })
    await wait(world, [maria, jonas])
    world.app.alertsFail = true
    await alerts(world)
    await alerts(world, world.app, jonas)
    const end = world.app.clock.now() + world.app.policy.alertGatherMs
    expect(await pendingOf(world)).toMatchObject({
      alerts: 0,
      deadline: world.app.clock.now() + world.app.policy.alertCheckMs,
    })
    expect(await pendingOf(world, jonas)).toMatchObject({ alerts: 0, deadline: end })
    world.app.alertsFail = false
    world.app.clock.advance(world.app.policy.alertGatherMs)
    await alerts(world, world.app, jonas)
    expect(world.app.notices).toMatchObject([{ data: { count: 2 } }])
  })

  it('are a reminder if all conversations were alerted before', async () => {
    const world = await appWorld({ mode: 'gate' })
    await wait(world, [maria, jonas])
    await alerts(world)
    world.app.clock.advance(world.app.policy.realertMs)
    await alerts(world)
    expect(world.app.notices[1]).toMatchObject({
      subject: 'shop: 2 people are still waiting',
      data: { event: 'reminder' },
      attributes: { event: 'handoff.reminder' },
    })
    expect(world.app.notices[1]?.email).toContain('has waited for 5 minutes')
  })
})

describe('a user who asks for a person again and again', () => {
  it('causes one alert in five minutes', async () => {
    const world = await appWorld({ mode: 'gate' })
    for (let times = 0; times < 20; times++) {
      await execute(world.app, maria, userAsksForPerson())
      await world.dispatched()
      await execute(world.app, maria, userResumes())
      await world.dispatched()
      world.app.clock.advance(seconds(14))
    }
    expect(world.app.notices).toHaveLength(1)
    await world.userAsksForPerson(maria)
    await world.dispatched()
    world.app.clock.advance(minutes(5) - 20 * seconds(14))
    expect(await world.store.due(world.app.clock.now(), 10)).toEqual([id])
  })
})

describe('the log and the counts of alerts', () => {
  const story = async (act: (world: AppWorld, app: AppWorld['app']) => Promise<void>) => {
    const world = await somebodyWaits()
    const { app, lines } = logged(world)
    await act(world, app)
    return lines.filter(({ message }) => String(message).startsWith('alert'))
  }

  it('have a line for each conversation that a sent alert covers', async () => {
    const lines = await story(async (world, app) => {
      await wait(world, [jonas])
      await alerts(world, app)
    })
    const both = { level: 'info', message: 'alert sent', botId: 'shop', episode: 1, count: 1, waiting: 2 }
    expect(lines).toEqual([
      { ...both, session: id, epoch: 1, messageId: 'message-1' },
      { ...both, session: sessionId(jonas), epoch: 1, messageId: 'message-1' },
    ])
  })

  it.each<[string, (world: AppWorld, app: AppWorld['app']) => Promise<void>]>([
    ['bot_holds', async world => await world.agentResumes(maria)],
    ['agent_has_it', async world => void (await world.agentSays(maria, 'here I am'))],
    ['alerted', async (world, app) => await alerts(world, app)],
    [
      'alerted_lately',
      async (world, app) => {
        await alerts(world, app)
        await execute(app, maria, userResumes())
        await world.userAsksForPerson(maria)
      },
    ],
    [
      'slot_taken',
      async (world, app) => {
        await app.store.takeAlertSlot('shop', app.clock.now(), app.clock.now() + app.policy.alertGatherMs)
        await world.userSays(maria, 'hello?')
      },
    ],
  ])('have the reason of a skipped alert: %s', async (reason, act) => {
    const lines = await story(async (world, app) => {
      await act(world, app)
      await alerts(world, app)
    })
    const until = reason === 'slot_taken' ? { until: expect.stringMatching(/^2026-.*Z$/) } : {}
    const details = { session: id, botId: 'shop', epoch: expect.any(Number), episode: expect.any(Number) }
    expect(lines.at(-1)).toEqual({ level: 'info', message: 'alert skipped', ...details, reason, ...until })
  })

  it('have an error if SNS does not take the alert', async () => {
    const [line] = await story(async (world, app) => {
      await alerts(world, { ...app, notifier: { publish: () => Promise.reject(new Error('SNS is away')) } })
    })
    expect(line).toMatchObject({ level: 'error', message: 'alert failed', session: id, waiting: 1 })
  })

  it('have one error for each conversation of a notice that SNS does not take', async () => {
    const lines = await story(async (world, app) => {
      await wait(world, [jonas])
      await alerts(world, { ...app, notifier: { publish: () => Promise.reject(new Error('SNS is away')) } })
    })
    const both = { level: 'error', message: 'alert failed', botId: 'shop', episode: 1, waiting: 2 }
    expect(lines).toMatchObject([
      { ...both, session: id },
      { ...both, session: sessionId(jonas) },
    ])
  })

  it('have AlertsHeld for an alert that is held back', async () => {
    const world = await appWorld({ mode: 'gate' })
    const counted: string[] = []
    const app = { ...world.app, metrics: { count: (name: string) => void counted.push(name) } }
    await wait(world, [maria])
    await alerts(world, app)
    await wait(world, [jonas])
    await alerts(world, app, jonas)
    expect(counted).toEqual(['HandoffsRequested', 'AlertsHeld'])
  })
})
