import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { awsWorld } from '../test/aws/aws-world.ts'
import { differences } from '../test/aws/fidelity/compare.ts'
import { whyOf } from '../test/aws/fidelity/explained.ts'
import { callHandlers } from '../test/aws/fidelity/handlers.ts'
import { localEvents } from '../test/aws/fidelity/local-events.ts'
import { startFunctions } from '../test/aws/functions.ts'
import { packaged } from '../test/template/deployment.ts'

/** The files of real events, by the name that this program uses for each. */
const FILES = {
  plain: 'apigw-v2-request-no-authorizer.json',
  full: 'apigw-v2-request-jwt-authorizer.json',
  connect: 'apigw-websocket-request.json',
  message: 'apigw-websocket-request-send-message.json',
  disconnect: 'apigw-websocket-request-disconnect.json',
  stream: 'dynamodb-event.json',
  sns: 'sns-event.json',
} as const

const HELP = `Compares the events of the local gateway, stream and SNS with real events of AWS, key by key. Then calls the packaged
functions with the real events. Exits with code 1 if a difference has no known reason or a call fails.

  npm run fidelity -- FOLDER     the folder of the real events (default INTERLUDE_AWS_EVENTS)

The events are not part of the repository. FOLDER needs these files; events/testdata of github.com/aws/aws-lambda-go
contains them:

${Object.values(FILES)
  .map(file => `  ${file}`)
  .join('\n')}
`

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(HELP)
  process.exit(0)
}
const given = args[0] ?? (process.env.INTERLUDE_AWS_EVENTS || undefined)
if (given === undefined) refuse('Name the folder of the real events.')
const folder = resolve(given)
if (!existsSync(folder)) refuse(`There is no folder ${folder}.`)
const missing = Object.values(FILES).filter(file => !existsSync(join(folder, file)))
if (missing.length > 0) refuse(`The folder ${folder} lacks ${missing.join(', ')}.`)

const payload = async (name: keyof typeof FILES) => JSON.parse(await readFile(join(folder, FILES[name]), 'utf8'))
const names = Object.keys(FILES) as (keyof typeof FILES)[]
const payloads = await Promise.all(names.map(async name => [name, await payload(name)] as const))
const { plain, full, connect, message, disconnect, stream, sns } = Object.fromEntries(payloads)
// Real records with parts removed. AWS would not call a function with a truncated payload, so this one is valid JSON.
const malformed = {
  Records: [
    { ...stream.Records[0], dynamodb: {} },
    { ...stream.Records[0], dynamodb: undefined },
  ],
}
const world = await awsWorld()
const pack = await packaged()
const functions = startFunctions(pack, world)
let faults = 0
const report = (what: string, isGood: boolean) => {
  console.log(`${isGood ? '✓' : '✗'} ${what}`)
  if (!isGood) faults++
}
try {
  const local = await localEvents(world)
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
  const checks = await callHandlers(world, functions, { http: plain, connect, message, disconnect, stream, malformed })
  for (const { what, holds } of checks) report(what, holds)
} finally {
  await functions.close()
  await world.close()
  await pack.remove()
}
console.log(faults === 0 ? 'No unexplained difference from AWS.' : `${faults} checks failed.`)
process.exitCode = faults === 0 ? 0 : 1

/** Prints a usage error with the help, and exits with 2. */
function refuse(message: string): never {
  process.stderr.write(`${message}\n\n${HELP}`)
  process.exit(2)
}
