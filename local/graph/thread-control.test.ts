import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { minutes } from '../../test/support/clock.ts'
import { aCallback, aGraph, eventsOf } from './test-graph.ts'
import { type Json, PAGE_INBOX } from './types.ts'

let graph: Awaited<ReturnType<typeof aGraph>>
let sales: Awaited<ReturnType<typeof another>>
beforeEach(async () => {
  graph = await aGraph()
  sales = await another()
})
afterEach(async () => {
  await Promise.all([graph.end(), sales.close()])
})

/** A second application on the page. */
const another = async () => {
  const callback = await aCallback('v')
  const app = graph.addApp({ id: '222', name: 'Sales', secret: 's2' })
  await graph.setCallback(app, callback.url, 'v')
  graph.install(app, graph.page)
  const token = graph.connect(app, graph.page)
  const call = (edge: string, body: Json) =>
    graph.call('POST', `/me/${edge}`, { recipient: { id: graph.maria.psid }, ...body }, { access_token: token })
  return { ...callback, app, token, call }
}
const control = (edge: string, body: Json = {}) =>
  graph.call('POST', `/me/${edge}`, { recipient: { id: graph.maria.psid }, ...body })
/** The channels and events that a callback got, once all deliveries are over. */
const got = async (callback: { heard: readonly { body: string }[] }) => {
  await graph.webhooks.idle()
  return callback.heard.map(({ body }) => {
    const [entry = {}] = (JSON.parse(body) as { entry: readonly Json[] }).entry
    const { sender, recipient, timestamp, ...event } = eventsOf(body)[0]!
    return `${entry.standby === undefined ? 'messaging' : 'standby'} ${Object.keys(event)[0]}`
  })
}

describe('a page without a default application', () => {
  it('lets every application answer, and none take control', async () => {
    graph.maria.says('hello')

    expect(await got(graph.callback)).toEqual(['messaging message'])
    expect(await got(sales)).toEqual(['messaging message'])
    expect((await sales.call('messages', { message: { text: 'hi' } })).status).toBe(200)
    expect((await graph.send({ text: 'hi' })).status).toBe(200)
    expect(await sales.call('take_thread_control', {})).toMatchObject({ status: 403, body: { error: { code: 10 } } })
  })

  it('lets the inbox answer without control', async () => {
    graph.maria.says('hello')
    graph.inbox.says(graph.maria.thread, 'hi')

    expect((await graph.send({ text: 'hi' })).status).toBe(200)
    expect(await got(sales)).not.toContain('messaging take_thread_control')
  })
})

describe('a page with a default application', () => {
  beforeEach(() => {
    graph.page.defaultAppId = graph.app.id
  })

  it('gives it new conversations, and the others only look on', async () => {
    graph.maria.says('hello')
    graph.maria.starts('SECRET')

    expect(await got(graph.callback)).toEqual(['messaging message', 'messaging postback'])
    expect(await got(sales)).toEqual(['standby message', 'standby postback'])
    expect(eventsOf(sales.heard[1]!.body)[0]!.postback).not.toHaveProperty('payload')
    expect(await sales.call('messages', { message: { text: 'hi' } })).toMatchObject({
      status: 403,
      body: { error: { code: 10, error_subcode: 2018300 } },
    })
  })

  it('loses a conversation that the inbox answers', async () => {
    graph.maria.says('hello')
    graph.inbox.says(graph.maria.thread, 'A person here.')
    graph.inbox.says(graph.maria.thread, 'Again.')

    expect(await got(graph.callback)).toEqual([
      'messaging message',
      'messaging take_thread_control',
      'standby message',
      'standby delivery',
      'standby message',
      'standby delivery',
    ])
    expect(await graph.send({ text: 'hi' })).toMatchObject({ body: { error: { error_subcode: 2018300 } } })
    graph.inbox.passes(graph.maria.thread, graph.app.id)
    expect((await graph.send({ text: 'hi' })).status).toBe(200)
  })

  it('passes a conversation, also with a message', async () => {
    graph.maria.says('hello')
    expect((await control('pass_thread_control', { target_app_id: '222', metadata: 'm' })).body).toEqual({
      success: true,
    })
    expect(await control('pass_thread_control', { target_app_id: '222' })).toMatchObject({ status: 403 })
    await sales.call('messages', {
      message: { text: 'I pass you on.' },
      thread_control: { control_type: 'pass', app_id: graph.app.id },
    })

    expect(graph.maria.thread.ownerAppId).toBe(graph.app.id)
    expect(await got(sales)).toContain('messaging pass_thread_control')
    expect(await got(graph.callback)).toContain('messaging pass_thread_control')
    expect(await control('pass_thread_control', { target_app_id: '333' })).toMatchObject({
      body: { error: { code: 100 } },
    })
    expect((await control('pass_thread_control', { target_app_id: PAGE_INBOX })).body).toEqual({ success: true })
  })

  it('releases a conversation, and tells who has it', async () => {
    graph.maria.says('hello')
    const owner = () => graph.call('GET', `/me/thread_owner?recipient=${graph.maria.psid}`)
    expect((await owner()).body).toEqual({ data: [{ thread_owner: { app_id: graph.app.id } }] })

    await graph.send({ text: 'bye' }, { thread_control: { control_type: 'release' } })
    expect((await owner()).body).toEqual({ data: [] })
    await control('take_thread_control')
    await control('release_thread_control')

    expect((await owner()).body).toEqual({ data: [] })
  })

  it('takes a conversation back after 24 hours', async () => {
    graph.maria.says('hello')
    await control('pass_thread_control', { target_app_id: '222' })
    graph.clock.advance(minutes(24 * 60) + 1)
    graph.maria.says('anybody?')

    expect(graph.maria.thread.ownerAppId).toBe(graph.app.id)
  })
})
