import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { defined } from '../lib/defined.ts'
import { flag, outputsOf, type Place, placeOf } from './account.ts'
import { runCommand, UsageError } from './command.ts'
import { type Reindexed, reindex } from './reindex/reindex.ts'

const HELP = `Rebuilds the search index of a DynamoDB table. Run it after an update that changes the words of the index: without it, a
search finds a conversation by the new words only after its next message. The deployment may run meanwhile. You may interrupt
the command and run it again.

  npm run reindex -- --stage prod --region eu-west-1
  npm run reindex -- --table interlude          (AWS_ENDPOINT_URL_DYNAMODB chooses an engine other than AWS)

  --stage NAME          the stage whose table to rebuild
  --table NAME          the table, instead of a stage
  --region NAME         the region (default eu-central-1)
  --aws-profile NAME    the AWS profile (default AWS_PROFILE)
  --from CURSOR         continues an interrupted run at its last cursor
  --all                 rebuilds every conversation, not only those with old words; use it after a rollback
`

/** The time between two lines of progress. */
const TELL_EVERY_MS = 2_000

async function run(args: readonly string[]): Promise<number> {
  const place = placeOf(args)
  const profile = flag(args, '--aws-profile')
  if (profile !== undefined) process.env.AWS_PROFILE = profile
  const table = flag(args, '--table') ?? (await tableOf(args, place))
  const from = flag(args, '--from')
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ACCESS_KEY_ID } = process.env
  // Local engines require credentials but do not check them.
  const isLocal = AWS_ENDPOINT_URL_DYNAMODB !== undefined && AWS_ACCESS_KEY_ID === undefined
  const unchecked = { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
  const common = { region: place.region, ...(isLocal && unchecked) }
  const dynamo = new DynamoDBClient({ ...common, retryMode: 'adaptive', maxAttempts: 10 })
  const client = DynamoDBDocumentClient.from(dynamo)
  let last: Reindexed = { seen: 0, replaced: 0, ...defined({ next: from }) }
  let told = Date.now()
  try {
    const all = args.includes('--all')
    for await (const progress of reindex({ client, table, all, ...defined({ from }) })) {
      last = progress
      if (Date.now() - told < TELL_EVERY_MS) continue
      told = Date.now()
      console.log(`${lineOf(last)} …`)
    }
  } catch (error) {
    const goOn = last.next === undefined ? 'Run it again.' : `Continue with: --from ${last.next}`
    throw new Error(`${lineOf(last)}. Stopped: ${(error as Error).message}\n${goOn}`)
  } finally {
    dynamo.destroy()
  }
  console.log(`${lineOf(last)}. The search index of ${table} is up to date.`)
  return 0
}

async function tableOf(args: readonly string[], place: Place): Promise<string> {
  if (flag(args, '--stage', '-s') === undefined)
    throw new UsageError('Name the table to rebuild: --stage NAME or --table NAME.')
  const outputs = await outputsOf(place)
  if (!outputs?.TableName) throw new Error(`There is no stack ${place.stack} with a table in region ${place.region}.`)
  return outputs.TableName
}

function lineOf({ seen, replaced }: Reindexed): string {
  return `${seen} conversations read, ${replaced} reindexed`
}

await runCommand(HELP, run)
