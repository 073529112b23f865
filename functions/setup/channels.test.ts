import { expect, it } from 'vitest'
import { httpApi } from '../../lib/http/api.ts'
import { routes } from '../../lib/protocol/routes.ts'
import { MASKED } from '../../lib/protocol/secret.ts'
import { agentToken } from '../../test/support/app.ts'
import { appWorld } from '../../test/support/app-world.ts'
import { httpEvent, lambdaContext } from '../../test/support/events.ts'
import { setupRoutes } from './routes.ts'

const token = agentToken('root', ['admin'])
const ours = { appId: '123', appSecret: 'a-secret-of-the-app', verifyToken: 'a-token-of-choice' }
const shown = { appId: '123', appSecret: MASKED, verifyToken: MASKED }

async function given() {
  const { app } = await appWorld()
  const logged: unknown[] = []
  const note = (...line: unknown[]) => {
    logged.push(line)
  }
  const log = { ...app.log, debug: note, info: note, warn: note, error: note }
  const api = httpApi({ ...app, log }, setupRoutes)
  const ask = async (name: 'messengerApp' | 'putMessengerApp', body?: unknown) => {
    const answer = await api(httpEvent(routes[name], {}, { token, body }), lambdaContext)
    return { status: answer.statusCode, body: JSON.parse(answer.body ?? 'null') }
  }
  return {
    logged,
    read: async () => await ask('messengerApp'),
    put: async (body: object) => await ask('putMessengerApp', body),
    known: async () => await app.directory.platformApp('messenger'),
  }
}

it("answers version 0 alone before the operator's app is entered", async () => {
  expect(await (await given()).read()).toEqual({ status: 200, body: { version: 0 } })
})

it('serves an app at once, and answers its secrets masked', async () => {
  const { put, read, known } = await given()
  expect(await known()).toBeUndefined()
  expect(await put(ours)).toEqual({ status: 200, body: { version: 1, ...shown } })
  expect(await read()).toEqual({ status: 200, body: { version: 1, ...shown } })
  expect(await known()).toEqual(ours)
})

it('keeps the masked secrets of a PUT, and replaces the others', async () => {
  const { put, read, known } = await given()
  await put(ours)
  expect((await put((await read()).body)).body).toEqual({ version: 2, ...shown })
  expect(await known()).toEqual(ours)
  await put({ version: 2, ...shown, appId: '456', appSecret: ' another-secret\n' })
  expect(await known()).toEqual({ ...ours, appId: '456', appSecret: 'another-secret' })
})

it('refuses a stale version, and keeps the app', async () => {
  const { put, known } = await given()
  await put(ours)
  for (const version of [0, 2]) {
    const { status, body } = await put({ ...ours, appId: '9', version })
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'config.stale_version' })
  }
  expect(await known()).toEqual(ours)
})

it('accepts one of two changes at the same time', async () => {
  const { put, known } = await given()
  const answers = await Promise.all(['1', '2'].map(appId => put({ ...ours, appId })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect((await known())?.appId).toBe(answers[0]?.status === 200 ? '1' : '2')
})

it('names each field that is missing or malformed, and a mask without a secret', async () => {
  const { put } = await given()
  const { status, body } = await put({ appId: 'shop', appSecret: 'a b', extra: 1 })
  expect(status).toBe(400)
  expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'appId',
    'appSecret',
    'extra',
    'verifyToken',
  ])
  expect((await put({ ...ours, appSecret: MASKED })).body).toMatchObject({
    code: 'request.invalid',
    errors: [{ in: 'body', path: 'appSecret' }],
  })
})

it('logs the admin who changes the app, and no secret of it', async () => {
  const { put, read, logged } = await given()
  await put(ours)
  await put({ ...ours, version: 1, appSecret: 'another-secret' })
  await put({ ...ours, version: 1 })
  await put({ ...ours, appSecret: 'with a blank' })
  await read()
  const text = JSON.stringify(logged)
  expect(text).toContain('"by":"root"')
  for (const secret of [ours.appSecret, ours.verifyToken, 'another-secret', 'with a blank']) {
    expect(text).not.toContain(secret)
  }
})
