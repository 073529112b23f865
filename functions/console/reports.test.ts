import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { httpApi } from '../../lib/http/api.ts'
import { Report } from '../../lib/protocol/reports.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { agentToken, putBot } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, seconds } from '../../test/support/clock.ts'
import { agentResumes, agentSays, userAsksForPerson } from '../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { anAddress, ana, maria } from '../../test/support/people.ts'
import { botKey, userToken } from '../../test/support/sockets.ts'
import { consoleRoutes } from './routes.ts'

const supervisor = agentToken('sara', ['shop:supervisor'])

async function asks({ app }: AppWorld, query: Record<string, string> = {}, token = supervisor) {
  const event = httpEvent(routes.report, { botId: 'shop' }, { token, query })
  const result = await httpApi(app, consoleRoutes)(event, lambdaContext)
  return { status: Number(result.statusCode), body: JSON.parse(String(result.body)) }
}

async function asksForCsv({ app }: AppWorld, query: Record<string, string> = {}) {
  const event = httpEvent(routes.reportCsv, { botId: 'shop' }, { token: supervisor, query })
  const { headers, body } = await httpApi(app, consoleRoutes)(event, lambdaContext)
  return { type: headers?.['content-type'], lines: String(body).split('\r\n') }
}

const today = ({ app }: AppWorld) => new Date(app.clock.now()).toISOString().slice(0, 10)

/** Plays a handoff of `userId` that waits some seconds for its agent. */
async function handoff(
  { app }: AppWorld,
  userId: string,
  waitS: number,
  { queue, by = ana }: { queue?: string; by?: typeof ana } = {},
) {
  const who = anAddress({ userId })
  await execute(app, who, userAsksForPerson(queue === undefined ? {} : { queue }))
  app.clock.advance(seconds(waitS))
  await execute(app, who, agentSays('hello', { by }))
  app.clock.advance(minutes(2))
  await execute(app, who, agentResumes({ by, outcome: 'resolved' }))
}

describe('a report', () => {
  it('is empty for a bot without handoffs, with every day of the last 30', async () => {
    const world = await appWorld()
    const { status, body } = await asks(world)
    expect(status).toBe(200)
    expect(Report.parse(body)).toEqual(body)
    expect(body).toMatchObject({ to: today(world), timeZone: 'UTC', totals: { handoffs: 0 }, agents: [], queues: [] })
    expect(body.days).toHaveLength(30)
    expect(body.totals.waiting).not.toHaveProperty('estimatedMedianMs')
  })

  it('estimates no median that the average rules out', async () => {
    const world = await appWorld()
    await handoff(world, 'at once', 0)
    const { waiting } = (await asks(world)).body.totals
    expect(waiting).toMatchObject({ count: 1, sumMs: 0, estimatedMedianMs: 0, estimatedP90Ms: 0 })
  })

  it('has the totals, and the figures of each day, hour, agent and queue', async () => {
    const world = await appWorld({ handoffs: { queues: { sales: {} } } })
    const start = new Date(world.app.clock.now()).getUTCHours()
    await handoff(world, 'one', 20, { queue: 'sales' })
    await handoff(world, 'two', 40, { queue: 'sales', by: { type: 'agent', id: 'ben' } })
    const { body } = await asks(world)
    expect(Report.parse(body)).toEqual(body)
    expect(body.totals).toMatchObject({
      handoffs: 2,
      outcomes: { resolved: 2, expired: 0 },
      waiting: { count: 2, sumMs: 60_000, buckets: [1, 1, 0, 0, 0, 0, 0], estimatedMedianMs: 30_000 },
      abandoned: { count: 0, sumMs: 0 },
      firstResponse: { count: 2, sumMs: 60_000 },
      handling: { count: 2, sumMs: 240_000 },
    })
    expect(body.days.at(-1)).toMatchObject({ day: today(world), handoffs: 2 })
    expect(body.hours[start]).toMatchObject({ handoffs: 2, waiting: { count: 2, sumMs: 60_000 } })
    expect(body.agents).toMatchObject([
      { agent: { id: ana.id, name: 'Ana' }, handoffs: 1 },
      { agent: { id: 'ben' }, handoffs: 1 },
    ])
    expect(body.queues).toMatchObject([{ queue: 'sales', handoffs: 2 }])
  })

  it('counts one queue alone if the request names it', async () => {
    const world = await appWorld({ handoffs: { queues: { sales: {} } } })
    await handoff(world, 'one', 20, { queue: 'sales' })
    await handoff(world, 'two', 40)
    const { body } = await asks(world, { queue: 'sales' })
    expect(body).toMatchObject({ queue: 'sales', totals: { handoffs: 1, waiting: { sumMs: 20_000 } } })
    expect(body.queues).toHaveLength(1)
  })

  it('stays the same once its days and months are summarised', async () => {
    const world = await appWorld({ handoffs: { queues: { sales: {} } } })
    for (let day = 0; day < 70; day++) {
      await handoff(world, `user-${day}`, day, day % 2 ? { queue: 'sales' } : {})
      world.app.clock.advance(minutes(24 * 60))
    }
    const range = { from: '2026-01-01', to: today(world) }
    const first = (await asks(world, range)).body
    expect(first.totals).toMatchObject({ handoffs: 70, waiting: { sumMs: seconds((69 * 70) / 2) } })
    expect(await world.store.summaries('shop', { from: '2026-01', to: '2026-12' })).toHaveLength(2)
    expect((await asks(world, range)).body).toEqual(first)
    const parts = await Promise.all(
      [
        { from: '2026-01-01', to: '2026-02-10' },
        { from: '2026-02-11', to: range.to },
      ].map(async each => (await asks(world, each)).body.totals.handoffs),
    )
    expect(parts[0] + parts[1]).toBe(70)
  })

  it('has days of the configured time zone', async () => {
    const world = await appWorld({ reports: { timeZone: 'Pacific/Kiritimati' } })
    await handoff(world, 'one', 20)
    const { body } = await asks(world)
    expect(body).toMatchObject({ timeZone: 'Pacific/Kiritimati', totals: { handoffs: 1 } })
    const ahead = new Date(world.app.clock.now() + minutes(14 * 60)).toISOString().slice(0, 10)
    expect(body.days.at(-1)).toMatchObject({ day: ahead, handoffs: 1 })
  })

  it.each([
    [{ from: '2026-02-01', to: '2026-01-31' }, 'to'],
    [{ from: '2025-01-01', to: '2026-01-31' }, 'from'],
    [{ from: 'yesterday' }, 'from'],
    [{ from: '2015-01-01', to: '2015-01-31' }, 'from'],
    [{ to: '2026-02-30' }, 'to'],
    [{ queue: 'a queue' }, 'queue'],
  ])('refuses %o, and names the field', async (query, path) => {
    const { status, body } = await asks(await appWorld(), query)
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'request.invalid', errors: [{ in: 'query', path }] })
  })

  it('is for supervisors, admins and bot keys, not for agents, users and other bots', async () => {
    const world = await appWorld()
    await putBot(world.app, 'bank', { mode: 'gate' })
    const statusOf = async (token: string) => (await asks(world, {}, token)).status
    expect(await statusOf(agentToken('root', ['admin']))).toBe(200)
    expect(await statusOf(await botKey(world))).toBe(200)
    expect(await statusOf(agentToken('ana', ['shop:agent']))).toBe(403)
    expect(await statusOf(await userToken(world, maria))).toBe(403)
    expect(await statusOf(agentToken('ben', ['bank:supervisor']))).toBe(404)
  })
})

describe('a report as CSV', () => {
  it('has a row for each day, queue and agent, with the same sums as the report', async () => {
    const world = await appWorld({ handoffs: { queues: { sales: {} } } })
    await handoff(world, 'one', 20, { queue: 'sales' })
    await handoff(world, 'two', 40)
    world.app.clock.advance(minutes(3 * 24 * 60))
    await handoff(world, 'three', 60)
    const { type, lines } = await asksForCsv(world)
    expect(type).toBe('text/csv; charset=utf-8')
    expect(lines[0]).toMatch(/^\ufeffday,queue,agent_id,agent_name,handoffs,/)
    expect(lines.slice(1, -1).map(line => line.split(',').slice(1, 5).join())).toEqual([
      expect.stringContaining(`${ana.id},Ana,1`),
      expect.stringContaining(`${ana.id},Ana,1`),
      `,${ana.id},Ana,1`,
    ])
    expect(lines.at(-1)).toBe('')
  })

  it('keeps a name from being a formula or a new cell', async () => {
    const world = await appWorld()
    await handoff(world, 'one', 20, { by: { type: 'agent', id: '@home', name: '=HYPERLINK("x"),b' } })
    const { lines } = await asksForCsv(world, { group: 'agent' })
    expect(lines[1]).toMatch(/^'@home,"'=HYPERLINK\(""x""\),b",1,/)
  })

  it('groups by day, queue, agent or hour', async () => {
    const world = await appWorld()
    await handoff(world, 'one', 20)
    const rowsOf = async (group: string) => (await asksForCsv(world, { group })).lines.length - 2
    expect(await rowsOf('day')).toBe(30)
    expect(await rowsOf('queue')).toBe(1)
    expect(await rowsOf('agent')).toBe(1)
    expect(await rowsOf('hour')).toBe(24)
  })
})
