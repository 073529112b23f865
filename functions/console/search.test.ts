import { describe, expect, it } from 'vitest'
import { execute } from '../../lib/conversations/execute.ts'
import { defined } from '../../lib/defined.ts'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { sessionId } from '../../lib/session/session.ts'
import { allRoutes } from '../../local/api-routes.ts'
import { agentToken } from '../../test/support/app.ts'
import { type AppWorld, appWorld } from '../../test/support/app-world.ts'
import { minutes, START, seconds } from '../../test/support/clock.ts'
import { agentNotes } from '../../test/support/commands.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { jonas, maria } from '../../test/support/people.ts'

const id = sessionId(maria)

async function asked(world: AppWorld, name: 'searchLog' | 'entryAt' | 'entries', query: object, agent = 'ana') {
  const token = agentToken(agent, [`${agent === 'zoe' ? 'other' : 'shop'}:agent`])
  const texts = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]))
  const event = httpEvent(routes[name], { botId: 'shop', id }, { token, query: texts })
  const { statusCode, body = '' } = await httpApi(world.app, allRoutes)(event, lambdaContext)
  return { status: statusCode, body: JSON.parse(body) }
}

/** Returns a function that counts the entries read so far. */
function readsOf(world: AppWorld): () => number {
  const { entries } = world.store
  let read = 0
  world.store.entries = async (...args) => {
    const found = await entries(...args)
    read += found.length
    return found
  }
  return () => read
}

/** Notes, since they open no turn. */
async function writes(world: AppWorld, count: number, text: (n: number) => string) {
  for (let n = 1; n <= count; n++) await execute(world.app, maria, agentNotes(text(n)))
}

describe('the search in a conversation', () => {
  const seqs = async (world: AppWorld, query: object) =>
    (await asked(world, 'searchLog', query)).body.items.map(({ seq }: { seq: number }) => seq)

  it('finds messages and notes by word prefixes, newest first, with a snippet', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'Where is my Überweisung?')
    await world.userSays(maria, 'hello?')
    await execute(world.app, maria, agentNotes('she waits for an uberweisung'))

    const { status, body } = await asked(world, 'searchLog', { q: 'überw' })

    expect(status).toBe(200)
    expect(body).toEqual({
      session: id,
      items: [
        {
          seq: 3,
          at: new Date(START).toISOString(),
          kind: 'note',
          by: { type: 'agent', id: 'agent-ana', name: 'Ana' },
          snippet: 'she waits for an uberweisung',
          highlights: [{ from: 17, to: 22 }],
        },
        expect.objectContaining({ seq: 1, kind: 'message', highlights: [{ from: 12, to: 17 }] }),
      ],
    })
    expect(await seqs(world, { q: 'weisung' })).toEqual([])
    expect(await seqs(world, { q: '\u200b' })).toEqual([])
  })

  it('continues before the last match of the previous page', async () => {
    const world = await appWorld({ mode: 'gate' })
    await writes(world, 30, n => (n % 3 === 0 ? `order ${n}` : `word ${n}`))
    const first = (await asked(world, 'searchLog', { q: 'order', limit: 4 })).body
    expect(first.items.map(({ seq }: { seq: number }) => seq)).toEqual([30, 27, 24, 21])
    expect(first.next).toBe(21)
    const rest = (await asked(world, 'searchLog', { q: 'order', before: first.next })).body
    expect(rest.items.map(({ seq }: { seq: number }) => seq)).toEqual([18, 15, 12, 9, 6, 3])
    expect(rest).not.toHaveProperty('next')
    expect(await seqs(world, { q: 'order', before: 1 })).toEqual([])
    expect(await seqs(world, { q: 'order', before: Number.MAX_SAFE_INTEGER, limit: 1 })).toEqual([30])
  })

  it('reads at most 1,000 entries per request, and returns where to continue', async () => {
    const world = await appWorld({ mode: 'gate' })
    await writes(world, 1, () => 'needle')
    await writes(world, 1_300, () => 'hay')
    const read = readsOf(world)

    const { body } = await asked(world, 'searchLog', { q: 'needle' })
    expect(body).toMatchObject({ items: [], next: 302 })
    expect(read()).toBe(1_000)
    expect(await seqs(world, { q: 'needle', before: body.next })).toEqual([1])
  })

  it('reads at most 256 KB per request, and still reaches the beginning', async () => {
    const world = await appWorld({ mode: 'gate' })
    await writes(world, 1, () => 'needle')
    await writes(world, 20, n => `${n} ${'hay '.repeat(5_000)}`)
    let next: number | undefined
    const found: number[] = []
    let requests = 0
    do {
      const query = { q: 'needle', ...defined({ before: next }) }
      const { body } = await asked(world, 'searchLog', query)
      found.push(...body.items.map(({ seq }: { seq: number }) => seq))
      next = body.next
      requests++
    } while (next !== undefined)
    expect(found).toEqual([1])
    expect(requests).toBe(2)
  })

  it('reads at most 100 entries if the matches are near the end', async () => {
    const world = await appWorld({ mode: 'gate' })
    await writes(world, 1_000, () => 'needle')
    const read = readsOf(world)
    expect(await seqs(world, { q: 'needle', limit: 5 })).toEqual([1000, 999, 998, 997, 996])
    expect(read()).toBeLessThanOrEqual(100)
  })

  it("refuses a missing query, an unknown conversation and another bot's agents", async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(jonas, 'hi')
    expect((await asked(world, 'searchLog', { q: 'x' })).body.code).toBe('session.not_found')
    await world.userSays(maria, 'hi')
    expect((await asked(world, 'searchLog', {})).status).toBe(400)
    expect((await asked(world, 'searchLog', { q: 'x' }, 'zoe')).body.code).toBe('bot.not_found')
  })
})

describe('the entry at a time', () => {
  const seqAt = async (world: AppWorld, time: number) =>
    (await asked(world, 'entryAt', { time: new Date(time).toISOString() })).body.seq

  it('is the first entry at or after the time', async () => {
    const world = await appWorld({ mode: 'gate' })
    for (let n = 0; n < 9; n++) {
      // Two entries of the same time every ten minutes.
      await writes(world, 2, () => 'hello')
      world.app.clock.advance(minutes(10))
    }
    expect(await seqAt(world, 0)).toBe(1)
    for (let n = 0; n < 9; n++) {
      expect(await seqAt(world, START + minutes(10 * n))).toBe(2 * n + 1)
      expect(await seqAt(world, START + minutes(10 * n) - 1)).toBe(2 * n + 1)
      expect(await seqAt(world, START + minutes(10 * n) + 1)).toBe(n === 8 ? undefined : 2 * n + 3)
    }
  })

  it('is found in a log of 1,000 entries by reading at most 30', async () => {
    const world = await appWorld({ mode: 'gate' })
    for (let n = 0; n < 1_000; n++) {
      await writes(world, 1, () => `${n}`)
      world.app.clock.advance(seconds(1))
    }
    const read = readsOf(world)
    expect(await seqAt(world, START + seconds(700))).toBe(701)
    expect(read()).toBeLessThanOrEqual(10 + 20)
  })

  it('is the first one in the log even if the times are out of order', async () => {
    const world = await appWorld({ mode: 'gate' })
    const times = [0, 10, 20, 35, 30, 33, 40, 38, 39, 50]
    for (const [index, at] of times.entries()) {
      world.app.clock.advance(seconds(at - (times[index - 1] ?? 0)))
      await writes(world, 1, () => `${at}`)
    }
    for (let at = -1; at <= 51; at++) {
      const expected = times.findIndex(each => each >= at) + 1
      expect(await seqAt(world, START + seconds(at))).toBe(expected === 0 ? undefined : expected)
    }
  })

  it('requires a time in UTC, and is absent after the last entry', async () => {
    const world = await appWorld({ mode: 'gate' })
    await world.userSays(maria, 'hi')
    for (const time of ['yesterday', '2026-01-05', '1767603600']) {
      expect((await asked(world, 'entryAt', { time })).body).toMatchObject({ code: 'request.invalid' })
    }
    expect((await asked(world, 'entryAt', { time: '2030-01-05T00:00:00Z' })).body).toEqual({ session: id, revision: 1 })
  })
})

describe('a page of a log', () => {
  const page = async (world: AppWorld, query: object) => {
    const { entries, after, upto } = (await asked(world, 'entries', query)).body
    return { seqs: entries.map(({ seq }: { seq: number }) => seq), after, upto }
  }

  it('lies around an entry, without a gap', async () => {
    const world = await appWorld({ mode: 'gate' })
    await writes(world, 20, n => `${n}`)
    expect(await page(world, { around: 10, limit: 5 })).toEqual({ seqs: [8, 9, 10, 11, 12], after: 7, upto: 12 })
    expect(await page(world, { around: 10, limit: 1 })).toEqual({ seqs: [10], after: 9, upto: 10 })
    expect(await page(world, { around: 1, limit: 4 })).toEqual({ seqs: [1, 2, 3], after: 0, upto: 3 })
    expect(await page(world, { around: 0, limit: 4 })).toEqual({ seqs: [1, 2], after: 0, upto: 2 })
    const newest = { seqs: [19, 20], after: 18, upto: 20 }
    expect(await page(world, { around: 20, limit: 4 })).toEqual(newest)
    expect(await page(world, { around: Number.MAX_SAFE_INTEGER, limit: 4 })).toEqual(newest)
  })

  it('contains the entry that it lies around, however long the others are', async () => {
    const world = await appWorld({ mode: 'gate' })
    await writes(world, 80, n => `${n} ${'x'.repeat(20_000)}`)
    const { seqs } = await page(world, { around: 60, limit: 100 })
    expect(seqs).toContain(60)
    expect(seqs).toEqual(seqs.map((_: number, index: number) => seqs[0] + index))
    expect(seqs.length).toBeGreaterThan(20)
  })

  it('lies between `after` and `before`, and refuses `after` with `around`', async () => {
    const world = await appWorld({ mode: 'gate' })
    await writes(world, 20, n => `${n}`)
    expect(await page(world, { after: 4, before: 8 })).toEqual({ seqs: [5, 6, 7], after: 4, upto: 7 })
    expect(await page(world, { after: 4, before: 18, limit: 2 })).toEqual({ seqs: [5, 6], after: 4, upto: 6 })
    for (const before of [5, 4, 1, 0]) {
      expect(await page(world, { after: 4, before })).toEqual({ seqs: [], after: 4, upto: 4 })
    }
    expect((await asked(world, 'entries', { around: 4, after: 2 })).body.code).toBe('request.invalid')
  })
})
