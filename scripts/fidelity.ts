import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { differences } from '../test/aws/fidelity/compare.ts'
import { whyOf } from '../test/aws/fidelity/explained.ts'
import { callHandlers } from '../test/aws/fidelity/handlers.ts'
import { localEvents } from '../test/aws/fidelity/local-events.ts'
import { startFunctions } from '../test/aws/functions.ts'
import { aSite } from '../test/aws/site.ts'
import { packaged } from '../test/template/deployment.ts'

const HELP = `Compares the events of the local gateway, stream and SNS with real ones from AWS, key by key. Then calls the packaged
functions with the real events.

  npm run fidelity -- FOLDER     the folder of the real events (default ../shared/aws-events)
`
const folder = resolve(process.argv[2] ?? '../shared/aws-events')
if (process.argv.includes('--help')) {
  process.stdout.write(HELP)
  process.exit(0)
}
if (!existsSync(folder)) {
  process.stderr.write(`there is no folder ${folder}\n\n${HELP}`)
  process.exit(2)
}

const payload = async (name: string) => JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'))
const [plain, full, connect, message, disconnect, stream, sns] = await Promise.all(
  [
    'apigw-v2-request-no-authorizer',
    'apigw-v2-request-jwt-authorizer',
    'apigw-websocket-request',
    'apigw-websocket-request-send-message',
    'apigw-websocket-request-disconnect',
    'dynamodb-event',
    'sns-event',
  ].map(payload),
)
// Real records with parts removed. AWS would not call a function with a truncated payload, so this one is valid JSON.
const malformed = {
  Records: [
    { ...stream.Records[0], dynamodb: {} },
    { ...stream.Records[0], dynamodb: undefined },
  ],
}
const site = await aSite()
const pack = await packaged()
const functions = await startFunctions(pack, site)
let faults = 0
const report = (what: string, isGood: boolean) => {
  console.log(`${isGood ? '✓' : '✗'} ${what}`)
  if (!isGood) faults++
}
try {
  const local = await localEvents(site)
  const pairs: [of: string, what: string, real: unknown, local: unknown][] = [
    ['http', 'HTTP request', plain, local.plain],
    ['http', 'HTTP request with query, cookies, path', full, local.full],
    ['connect', 'WebSocket $connect', connect, local.connect],
    ['message', 'WebSocket message', message, local.message],
    ['disconnect', 'WebSocket $disconnect', disconnect, local.disconnect],
    ['stream', 'record of a DynamoDB stream', stream.Records[0], local.record],
    ['sns', 'SNS notification', sns.Records[0].Sns, local.notification],
  ]
  for (const [of, what, real, ours] of pairs) {
    const found = differences(real, ours).map(each => ({ ...each, why: whyOf(of, each.at) }))
    const unexplained = found.filter(({ why }) => why === undefined)
    report(`${what}: ${found.length - unexplained.length} explained differences`, unexplained.length === 0)
    for (const { at, how } of unexplained) console.log(`    ${at}: ${how}`)
  }
  const checks = await callHandlers(site, functions, { http: plain, connect, message, disconnect, stream, malformed })
  for (const { what, holds } of checks) report(what, holds)
} finally {
  await functions.close()
  await site.close()
  await pack.remove()
}
console.log(faults === 0 ? 'No unexplained difference from AWS.' : `${faults} faults.`)
process.exitCode = faults === 0 ? 0 : 1
