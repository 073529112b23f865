import { createServer, type IncomingMessage } from 'node:http'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterEach, expect, it } from 'vitest'
import { sessionId } from '../session/session.ts'
import { lambdaAsker } from './asker.ts'

const turn = {
  botId: 'shop',
  session: sessionId({ botId: 'shop', channel: 'web', userId: 'maria' }),
  seq: 7,
  attempt: 1,
}
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** Imitates Lambda: answers `statuses` one after the other, then repeats the last one. */
async function lambda(...statuses: readonly number[]) {
  const requests: { readonly req: IncomingMessage; readonly body: string }[] = []
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    requests.push({ req, body: Buffer.concat(chunks).toString() })
    res.writeHead(statuses[Math.min(requests.length, statuses.length) - 1] ?? 202).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' },
  })
  ends.push(
    () => server.close(),
    () => client.destroy(),
  )
  const url = `http://127.0.0.1:${port}/2015-03-31/functions/interlude-dev-ask/invocations`
  return { requests, asker: lambdaAsker(client.config, url), port }
}

it('invokes the function asynchronously, with one signed request', async () => {
  const { requests, asker, port } = await lambda(202)

  await asker.ask(turn)

  const [{ req, body } = { req: undefined, body: '' }] = requests
  expect(requests).toHaveLength(1)
  expect(req).toMatchObject({ method: 'POST', url: '/2015-03-31/functions/interlude-dev-ask/invocations' })
  expect(JSON.parse(body)).toEqual(turn)
  expect(req?.headers).toMatchObject({
    host: `127.0.0.1:${port}`,
    'x-amz-invocation-type': 'Event',
    'x-amz-security-token': 'session',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/lambda\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-invocation-type;x-amz-security-token, Signature=[0-9a-f]{64}$/,
    ),
  })
})

it.each([429, 500, 503])('retries once after a %d', async status => {
  const { requests, asker } = await lambda(status, 202)
  await asker.ask(turn)
  expect(requests).toHaveLength(2)
})

it('throws after one retry on 503, and without a retry on 403', async () => {
  const failing = await lambda(503)
  await expect(failing.asker.ask(turn)).rejects.toThrow('refused the event: 503')
  expect(failing.requests).toHaveLength(2)

  const refusing = await lambda(403)
  await expect(refusing.asker.ask(turn)).rejects.toThrow('refused the event: 403')
  expect(refusing.requests).toHaveLength(1)
})

it('throws if Lambda cannot be reached', async () => {
  const client = new DynamoDBClient({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } })
  ends.push(() => client.destroy())
  await expect(lambdaAsker(client.config, 'http://127.0.0.1:1/functions/x').ask(turn)).rejects.toThrow('ECONNREFUSED')
})

it('retries once, then throws, if Lambda does not answer in time', async () => {
  let requests = 0
  const server = createServer(() => {
    requests++
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const client = new DynamoDBClient({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } })
  ends.push(
    () => server.closeAllConnections(),
    () => server.close(),
    () => client.destroy(),
  )
  await expect(lambdaAsker(client.config, `http://127.0.0.1:${port}/functions/x`, 50).ask(turn)).rejects.toThrow()
  expect(requests).toBe(2)
})
