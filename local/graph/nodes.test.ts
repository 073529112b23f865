import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aGraph } from './test-graph.ts'
import { KEPT } from './world.ts'

let graph: Awaited<ReturnType<typeof aGraph>>
beforeEach(async () => {
  graph = await aGraph()
})
afterEach(() => graph.end())

describe('a profile', () => {
  it('has the fields that the call asks for', async () => {
    const get = (fields: string) => graph.call('GET', `/${graph.maria.psid}?fields=${fields}`)

    expect((await get('name,locale,timezone,profile_pic,birthday')).body).toEqual({
      id: graph.maria.psid,
      name: 'Maria Sanchez',
      locale: 'es_ES',
      timezone: 1,
    })
    expect((await graph.call('GET', `/${graph.maria.psid}`)).body).toEqual({
      id: graph.maria.psid,
      first_name: 'Maria',
      last_name: 'Sanchez',
    })
  })

  it('is absent for people with a telephone number alone', async () => {
    graph.maria.hidesProfile()

    expect(await graph.call('GET', `/${graph.maria.psid}`)).toMatchObject({
      status: 400,
      body: { error: { code: 100, error_subcode: 2018218 } },
    })
  })
})

describe('debug_token', () => {
  const debug = (input: string, access = `${graph.app.id}|${graph.app.secret}`) =>
    graph.call('GET', `/debug_token?input_token=${input}`, undefined, { access_token: access })

  it('describes a token of a page', async () => {
    expect((await debug(graph.token)).body).toEqual({
      data: {
        app_id: graph.app.id,
        type: 'PAGE',
        application: 'Interlude',
        profile_id: graph.page.id,
        is_valid: true,
        expires_at: 0,
        data_access_expires_at: 0,
        issued_at: graph.clock.now() / 1_000,
        scopes: ['pages_messaging', 'pages_manage_metadata', 'pages_read_engagement', 'pages_show_list'],
        granular_scopes: expect.arrayContaining([{ scope: 'pages_messaging', target_ids: [graph.page.id] }]),
      },
    })
    expect((await debug(graph.token, graph.token)).status).toBe(200)
  })

  it('says why a token is not valid', async () => {
    graph.expire(graph.token, 'revoked')

    expect((await debug(graph.token)).body).toMatchObject({
      data: { is_valid: false, app_id: graph.app.id, error: { code: 190, subcode: 460 } },
    })
    expect((await debug('EAAx')).body).toMatchObject({ data: { is_valid: false, error: { code: 190 } } })
    expect(await debug(graph.token, 'EAAx')).toMatchObject({ body: { error: { code: 190 } } })
    expect(
      await graph.call('GET', '/debug_token', undefined, { access_token: `${graph.app.id}|app-secret` }),
    ).toMatchObject({
      body: { error: { code: 100 } },
    })
  })
})

describe('the paths', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/me/messages'],
    ['POST', '/me/nothing'],
    ['POST', '/me'],
    ['DELETE', '/4711'],
    ['GET', '/me/messages/4711'],
    ['GET', '/%E0%A4%A'],
  ])('refuse %s %s', async (method, path) => {
    const body = method === 'POST' ? {} : undefined
    expect(await graph.call(method, path, body)).toMatchObject({ status: 400, body: { error: { code: 100 } } })
  })

  it('refuse a body that is no JSON object, or too long', async () => {
    const url = `${graph.url}/v25.0/me/messages?access_token=${graph.token}`
    const post = (body: string) => fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } })

    expect((await post('{')).status).toBe(400)
    expect((await post('[]')).status).toBe(400)
    expect((await post('x'.repeat(300_000))).status).toBe(413)
  })

  it('serve this machine alone', async () => {
    expect((await fetch(graph.url, { headers: { 'x-forwarded-for': '10.0.0.1' } })).status).toBe(421)
  })
})

describe('the memory', () => {
  it('keeps the newest people and messages', () => {
    for (let n = 0; n < KEPT.messages + 3; n++) graph.maria.says(`${n}`)
    expect(graph.maria.thread.messages).toHaveLength(KEPT.messages)
    expect(graph.maria.thread.messages[0]!.text).toBe('3')

    for (let n = 0; n < KEPT.threads; n++) graph.addPerson(graph.page)

    expect(graph.world.threads.size).toBe(KEPT.threads)
    expect(() => graph.person(graph.maria.psid)).toThrow('no person')
  })

  it('keeps the newest events that wait', async () => {
    graph.webhooks.hold()
    for (let n = 0; n < 1_003; n++) graph.maria.says(`${n}`)
    graph.webhooks.release()

    expect(await graph.events()).toHaveLength(1_000)
    expect((await graph.events())[0]).toMatchObject({ message: { text: '3' } })
  })

  it('gives messages of one moment ascending times', () => {
    const [one, two] = [graph.maria.says('one'), graph.maria.says('two')].map(
      mid => graph.maria.thread.messages.find(message => message.mid === mid)!,
    )

    expect(two!.at).toBe(one!.at + 1)
  })
})
