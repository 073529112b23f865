import { once } from 'node:events'
import { createServer } from 'node:http'
import { PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { WebSocket } from 'ws'
import { startGateway } from '../../../local/gateway/gateway.ts'
import { silentLog } from '../../support/silent.ts'
import type { AwsWorld } from '../aws-world.ts'

/** Events of this machine's own: what its gateway, its stream and its SNS really hand over. */
export interface LocalEvents {
  readonly plain: unknown
  /** With query, cookies, path and body. */
  readonly full: unknown
  readonly connect: unknown
  readonly message: unknown
  readonly disconnect: unknown
  readonly record: unknown
  readonly notification: unknown
}

export async function localEvents(world: AwsWorld): Promise<LocalEvents> {
  return { ...(await ofGateway()), record: await ofStream(world), notification: await ofSns(world) }
}

async function ofGateway() {
  const seen = new Map<string, unknown>()
  const disconnected = Promise.withResolvers<void>()
  const route = (name: string, method: string, path: string) => ({
    method,
    path,
    handler: async (event: unknown) => {
      seen.set(name, event)
      return { statusCode: 200 }
    },
  })
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    routes: [route('plain', 'GET', '/plain'), route('full', 'POST', '/full/{id}')],
    socket: {
      path: '/ws',
      handler: async event => {
        seen.set(event.requestContext.eventType, event)
        if (event.requestContext.eventType === 'DISCONNECT') disconnected.resolve()
        return { statusCode: 200 }
      },
    },
    log: silentLog,
  })
  try {
    await fetch(`${gateway.url}/plain`)
    const headers = { 'content-type': 'application/json', cookie: 'cookie1=a; cookie2=b' }
    await fetch(`${gateway.url}/full/one?a=1&a=2&b=3`, { method: 'POST', headers, body: '{}' })
    const socket = new WebSocket(`${gateway.socketUrl}?name=me`, { headers: { 'user-agent': 'fidelity' } })
    await once(socket, 'open')
    socket.send('{}')
    socket.close(1001)
    await disconnected.promise
  } finally {
    await gateway.close()
  }
  const [plain, full, connect, message, disconnect] = ['plain', 'full', 'CONNECT', 'MESSAGE', 'DISCONNECT'].map(name =>
    seen.get(name),
  )
  return { plain, full, connect, message, disconnect }
}

async function ofStream(world: AwsWorld): Promise<unknown> {
  await world.records()
  const Item = { PK: 'SES#one', SK: 'STATE', bytes: new Uint8Array([1, 2]), set: new Set([new Uint8Array([3])]) }
  await world.engine.documents.send(new PutCommand({ TableName: world.engine.table, Item }))
  return (await world.records())[0]
}

async function ofSns({ endpoints, variables }: AwsWorld): Promise<unknown> {
  const posted = Promise.withResolvers<unknown>()
  const server = createServer((req, res) => {
    let body = ''
    req.on('data', chunk => {
      body += chunk
    })
    req.on('end', () => {
      res.end()
      const notice = JSON.parse(body)
      if (notice.Type === 'SubscriptionConfirmation') void fetch(notice.SubscribeURL)
      else posted.resolve(notice)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const sns = new SNSClient({ region: 'local', credentials, endpoint: endpoints.AWS_ENDPOINT_URL_SNS })
  const TopicArn = variables.TOPIC_ARN
  const Endpoint = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint }))
  const MessageAttributes = { Test: { DataType: 'String', StringValue: 'TestString' } }
  const publish = setInterval(() => {
    void sns.send(new PublishCommand({ TopicArn, Subject: 'Test', Message: 'Hello', MessageAttributes }))
  }, 100)
  try {
    return await posted.promise
  } finally {
    clearInterval(publish)
    sns.destroy()
    server.close()
    server.closeAllConnections()
  }
}
