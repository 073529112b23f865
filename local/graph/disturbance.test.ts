import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batches, type Notice, notificationOf } from './batches.ts'
import { seeded } from './random.ts'
import { aGraph, eventsOf } from './test-graph.ts'
import type { Json } from './types.ts'

let graph: Awaited<ReturnType<typeof aGraph>>
beforeEach(async () => {
  graph = await aGraph()
})
afterEach(() => graph.end())

const textsOf = (body: string) => eventsOf(body).map(({ message }) => (message as Json).text)
const deliveredAs = async (disturbance: Parameters<typeof graph.webhooks.disturb>[0]) => {
  graph.webhooks.disturb(disturbance)
  graph.webhooks.hold()
  for (let n = 1; n <= 12; n++) graph.maria.says(`${n}`)
  graph.webhooks.release()
  await graph.webhooks.idle()
  return graph.callback.heard.splice(0).map(({ body }) => textsOf(body))
}
const inOrder = Array.from({ length: 12 }, (_, n) => `${n + 1}`)

describe('disturbed deliveries', () => {
  it('put several events into a request', async () => {
    const requests = await deliveredAs({ seed: 1, batch: 0.7 })

    expect(requests.length).toBeGreaterThan(1)
    expect(requests.length).toBeLessThan(12)
    expect(requests.flat()).toEqual(inOrder)
  })

  it('repeat events, and change their order', async () => {
    const texts = (await deliveredAs({ seed: 2, duplicate: 0.5, reorder: 0.5 })).flat()

    expect(texts.length).toBeGreaterThan(12)
    expect(new Set(texts)).toEqual(new Set(inOrder))
    expect([...new Set(texts)]).not.toEqual(inOrder)
  })

  it('depend on the seed alone, and end', async () => {
    const disturbance = { seed: 3, duplicate: 0.3, reorder: 0.3, batch: 0.3 }

    expect(await deliveredAs(disturbance)).toEqual(await deliveredAs(disturbance))
    expect(await deliveredAs({ ...disturbance, seed: 4 })).not.toEqual(await deliveredAs(disturbance))
    expect(await deliveredAs(undefined)).toEqual(inOrder.map(text => [text]))
  })

  it('wait while they are held', async () => {
    graph.webhooks.hold()
    graph.maria.says('hello')
    await graph.webhooks.idle()
    expect(graph.callback.heard).toEqual([])

    graph.webhooks.release()

    expect(await graph.events()).toHaveLength(1)
  })
})

describe('a request with several events', () => {
  const notice = (pageId: string, channel: Notice['channel'], id: number): Notice => ({
    app: graph.app,
    page: { ...graph.page, id: pageId },
    channel,
    key: 'k',
    event: { id },
  })

  it('has an entry for each page and channel, with neighbours together or apart', () => {
    const notices = [
      notice('1', 'messaging', 1),
      notice('1', 'messaging', 2),
      notice('2', 'messaging', 3),
      notice('2', 'standby', 4),
    ]

    expect(notificationOf(notices, 9, () => 0)).toEqual({
      object: 'page',
      entry: [
        { id: '1', time: 9, messaging: [{ id: 1 }, { id: 2 }] },
        { id: '2', time: 9, messaging: [{ id: 3 }] },
        { id: '2', time: 9, standby: [{ id: 4 }] },
      ],
    })
    expect(notificationOf(notices, 9)).toMatchObject({ entry: { length: 4 } })
  })

  it('is one for each event without a disturbance', () => {
    const notices = [notice('1', 'messaging', 1), notice('1', 'messaging', 2)]
    const calm = { reorder: 0, duplicate: 0, batch: 0, delayMs: 0, random: seeded(1) }

    expect(batches(notices, calm)).toEqual([[notices[0]], [notices[1]]])
  })
})
