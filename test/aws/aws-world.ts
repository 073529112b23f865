import { createServer } from 'node:http'
import { join } from 'node:path'
import { type DynamoEngine, openDynamoEngine } from '../../local/engines/dynamodb.ts'
import { lambdaRecord } from '../../local/engines/lambda-record.ts'
import { shardReader } from '../../local/engines/shards.ts'
import { testFolder } from '../../local/engines/test-folder.ts'
import type { Gateway } from '../../local/gateway/gateway.ts'
import { CLIENT_ID } from '../../local/issuer/claims.ts'
import { openIssuer } from '../../local/issuer/issuer.ts'
import type { Letter } from '../../local/sns/outbox.ts'
import { startSns } from '../../local/sns/sns.ts'

/** Local stand-ins for AWS: a table with its stream, SNS, the sockets' `@connections`, the agents' issuer. */
export interface AwsWorld {
  readonly engine: DynamoEngine
  /** The template's variables that lead there, by name. */
  readonly variables: Readonly<Record<string, string>>
  readonly endpoints: { readonly AWS_ENDPOINT_URL_DYNAMODB: string; readonly AWS_ENDPOINT_URL_SNS: string }
  /** The frames that functions pushed, as `{to, frame}`. A push to a socket in `gone` gets 410. */
  readonly pushed: { readonly to: string; readonly frame: { readonly type: string } }[]
  readonly gone: Set<string>
  /** Events for the function `ask` that were taken. */
  readonly asked: unknown[]
  token(...groups: readonly string[]): Promise<string>
  letters(): Promise<readonly Letter[]>
  /** Returns the stream's records of STATE items since the last call, in Lambda's format. */
  records(): Promise<ReturnType<typeof lambdaRecord>[]>
  close(): Promise<void>
}

const TABLE = 'interlude'
const ASK_PATH = '/2015-03-31/functions/interlude-dev-ask/invocations'

/** `onAsked`: takes each event for `ask`. `connections`: serves the sockets in place of `pushed` and `gone`. */
export async function awsWorld({
  onAsked = () => {},
  connections,
}: {
  readonly onAsked?: (event: unknown) => void
  readonly connections?: Gateway['connections']
} = {}): Promise<AwsWorld> {
  const engine = await openDynamoEngine({ table: TABLE })
  const sns = await startSns({ host: '127.0.0.1', port: 0 })
  const folder = await testFolder()
  const pushed: AwsWorld['pushed'] = []
  const gone = new Set<string>()
  const asked: unknown[] = []
  let issuer: Awaited<ReturnType<typeof openIssuer>> | undefined

  const server = createServer((req, res) => {
    if (issuer?.handler(req, res) || sns.outbox(req, res)) return
    if (connections && decodeURI(req.url ?? '').includes('/@connections/')) return void connections(req, res)
    const to = decodeURIComponent(/\/@connections\/(.+)$/.exec(decodeURI(req.url ?? ''))?.[1] ?? '')
    const chunks: Buffer[] = []
    req.on('data', chunk => chunks.push(chunk))
    req.on('end', () => {
      if (req.url === ASK_PATH && req.headers['x-amz-invocation-type'] === 'Event') {
        const event = JSON.parse(Buffer.concat(chunks).toString())
        asked.push(event)
        res.writeHead(202).end()
        return onAsked(event)
      }
      if (gone.has(to)) return res.writeHead(410, { 'content-type': 'application/json' }).end('{"message":"Gone"}')
      pushed.push({ to, frame: JSON.parse(Buffer.concat(chunks).toString()) })
      res.writeHead(200).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const issuerUrl = `${url}/_issuer`
  issuer = await openIssuer({ keyFile: join(folder.path, 'key.json'), issuerUrl })
  const { protocol, hostname, port } = await engine.client.config.endpoint!()
  const stream = shardReader(engine.streams, engine.streamArn, undefined)

  return {
    engine,
    pushed,
    gone,
    asked,
    variables: {
      TABLE_NAME: TABLE,
      TOPIC_ARN: sns.topicArn,
      ASK_URL: `${url}${ASK_PATH}`,
      SOCKET_ENDPOINT: `${url}/prod`,
      OIDC_ISSUER: issuerUrl,
      OIDC_JWKS_URL: `${issuerUrl}/.well-known/jwks.json`,
      OIDC_CLIENT_ID: CLIENT_ID,
    },
    endpoints: {
      AWS_ENDPOINT_URL_DYNAMODB: `${protocol}//${hostname}:${port}`,
      AWS_ENDPOINT_URL_SNS: sns.endpoint,
    },
    token: (...groups) => issuer.mint({ sub: 'ana', name: 'Ana', groups, lifetimeSeconds: 600 }),
    letters: async () => (await (await fetch(`${url}/_outbox.json`)).json()) as readonly Letter[],
    async records() {
      const all: ReturnType<typeof lambdaRecord>[] = []
      for (;;) {
        const read = await stream.read(100)
        if (read.length === 0) return all
        const records = read.map(({ record }) => lambdaRecord(record, engine.streamArn))
        all.push(...records.filter(({ dynamodb }) => dynamodb?.Keys?.SK?.S === 'STATE'))
      }
    },
    async close() {
      await new Promise(resolve => {
        server.close(resolve)
        server.closeAllConnections()
      })
      await sns.close()
      await engine.close()
      await folder.remove()
    },
  }
}
