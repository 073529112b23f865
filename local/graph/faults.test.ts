import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FAILURES } from './errors.ts'
import { aGraph } from './test-graph.ts'

let graph: Awaited<ReturnType<typeof aGraph>>
beforeEach(async () => {
  graph = await aGraph()
  graph.maria.says('hello')
})
afterEach(() => graph.end())

const said = () => graph.maria.thread.messages.map(({ text }) => text)

describe('a fault', () => {
  it.each(FAILURES)('answers with its code and does nothing: $message', async failure => {
    graph.faults.next(1, failure)

    const { status, body } = await graph.send({ text: 'hi' })
    expect(status).toBe(failure.status ?? 400)
    expect(body.error).toMatchObject({
      code: failure.code,
      message: failure.message,
      type: 'OAuthException',
      fbtrace_id: expect.stringMatching(/^A/),
    })
    expect(said()).toEqual(['hello'])
    expect((await graph.send({ text: 'hi' })).status).toBe(200)
  })

  it('lasts for a number of calls of one kind', async () => {
    graph.faults.next(2, { code: 613 })
    graph.faults.next(1, { code: 2, status: 503, on: 'subscribed_apps' })

    expect((await graph.call('GET', '/me')).status).toBe(200)
    expect((await graph.call('GET', '/me/subscribed_apps')).status).toBe(503)
    for (const status of [400, 400, 200]) expect((await graph.send({ text: 'hi' })).status).toBe(status)
  })

  it('may hide that the call succeeded', async () => {
    graph.faults.next(1, { code: 2, afterwards: true })
    graph.faults.next(1, { hangUp: true, afterwards: true })
    graph.faults.next(1, { hangUp: true })

    expect((await graph.send({ text: 'one' })).status).toBe(500)
    await expect(graph.send({ text: 'two' })).rejects.toThrow('fetch failed')
    await expect(graph.send({ text: 'three' })).rejects.toThrow('fetch failed')

    expect(said()).toEqual(['hello', 'one', 'two'])
  })

  it('ends with clear', async () => {
    graph.faults.next(1, { code: 613 })
    graph.faults.clear()

    expect((await graph.send({ text: 'hi' })).status).toBe(200)
  })

  it('must be a published one', () => {
    expect(() => graph.faults.next(1, { code: 4711 })).toThrow('no error 4711')
  })
})

describe('a limit', () => {
  it('refuses the sends of a page beyond its rate', async () => {
    graph.faults.limit(graph.page.id, { calls: 2, perMs: 1_000, code: 80006 })
    for (const status of [200, 200, 400, 400]) expect((await graph.send({ text: 'hi' })).status).toBe(status)
    expect(JSON.parse((await graph.send({ text: 'hi' })).headers.get('x-business-use-case-usage')!)).toMatchObject({
      [graph.page.id]: [{ type: 'messenger', estimated_time_to_regain_access: 1 }],
    })

    graph.clock.advance(1_000)

    expect((await graph.send({ text: 'hi' })).status).toBe(200)
    graph.faults.limit(graph.page.id, undefined)
    for (const status of [200, 200, 200]) expect((await graph.send({ text: 'hi' })).status).toBe(status)
  })
})
