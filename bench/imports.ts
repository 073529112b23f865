import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build as esbuild } from 'esbuild'
import { build, FOR_LAMBDA, functionNames } from '../scripts/build.ts'
import { median } from './stats.ts'

/**
 * This program measures how long importing each function's bundle takes in fresh processes, compared with the bare AWS
 * SDK.
 */
const ROUNDS = 25
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const EMPTY = 'data:text/javascript,'
const SCRIPT = `
  const from = performance.now()
  await import(process.argv[1])
  console.log(performance.now() - from)
`
/** The environment of a function in the template, with placeholder values. */
const ENVIRONMENT = {
  TABLE_NAME: 'table',
  TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:topic',
  ASK_URL: 'https://lambda.eu-central-1.example.test/2015-03-31/functions/interlude-dev-ask/invocations',
  SOCKET_ENDPOINT: 'https://sockets.example.test/prod',
  OIDC_ISSUER: 'https://issuer.example.test',
  OIDC_CLIENT_ID: 'console',
  CONSOLE_URL: 'https://console.example.test',
  METRICS_NAMESPACE: 'Interlude/prod',
  AWS_REGION: 'eu-central-1',
}
/** The minimum for a function that uses a table and sockets. */
const BARE_SDK = `
  import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
  import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
  export const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}))
  export const sockets = new ApiGatewayManagementApiClient({ endpoint: 'https://sockets.example.test' })
  export const commands = [PostToConnectionCommand, GetCommand, QueryCommand, TransactWriteCommand]
`

/** Bundles only the two clients of the SDK, without our plugins. */
async function bareSdk(outfile: string): Promise<void> {
  await esbuild({ ...FOR_LAMBDA, stdin: { contents: BARE_SDK, resolveDir: ROOT }, outfile })
}

const folder = await mkdtemp(join(tmpdir(), 'interlude-imports-'))
try {
  const sdk = join(folder, 'sdk.mjs')
  await Promise.all([build(), bareSdk(sdk)])
  const names = await functionNames()
  const files = new Map([
    ['the AWS SDK alone', sdk],
    ...names.map(name => [name, `${ROOT}dist/${name}/index.mjs`] as const),
  ])
  const took = new Map<string, number[]>([EMPTY, ...files.values()].map(file => [file, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [file, times] of took) {
      const args = ['--input-type=module', '-e', SCRIPT, file]
      const { stdout } = await promisify(execFile)(process.execPath, args, { env: ENVIRONMENT })
      times.push(Number(stdout))
    }
  }
  const ofSdk = median(took.get(sdk) ?? [])
  console.log(`an empty module: ${median(took.get(EMPTY) ?? []).toFixed(1)} ms (medians of ${ROUNDS} fresh processes)`)
  for (const [name, file] of files) {
    const ms = median(took.get(file) ?? [])
    const { size } = await stat(file)
    const least = Math.min(...(took.get(file) ?? []))
    console.log(
      `${name.padEnd(17)} ${(size / 1000).toFixed(0)} KB  ${ms.toFixed(1)} ms (at least ${least.toFixed(1)})  ${(ms / ofSdk).toFixed(2)} ×`,
    )
  }
} finally {
  await rm(folder, { recursive: true })
}
