import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { flag, outputsOf, type Place, placeOf } from './account.ts'
import { runCommand, UsageError } from './command.ts'
import { type Reindexed, reindex } from './reindex/reindex.ts'

const HELP = `Makes the search index of a DynamoDB table again, after an update that finds people by other words. It may run beside the
deployment, be interrupted, and run again. Without it, a conversation is found by the new words from its next message on.

  npm run reindex -- --stage prod --region eu-west-1
  npm run reindex -- --table interlude          (AWS_ENDPOINT_URL_DYNAMODB names another engine than AWS's)

  --stage NAME          the deployment whose table it is
  --table NAME          the table, instead of a stage
  --region NAME         eu-central-1 if not told
  --aws-profile NAME    instead of AWS_PROFILE
  --from CURSOR         where an interrupted run tells to go on
  --all                 every conversation, not only those with old words: after a rollback to an older version
`

/** Tells the progress every so often. */
const TELL_EVERY_MS = 2_000

async function run(args: readonly string[]): Promise<number> {
  const place = placeOf(args)
  const profile = flag(args, '--aws-profile')
  if (profile !== undefined) process.env.AWS_PROFILE = profile
  const table = flag(args, '--table') ?? (await tableOf(args, place))
  const from = flag(args, '--from')
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_ACCESS_KEY_ID } = process.env
  // Engines for one machine ask for some credentials and look at none.
  const isLocal = AWS_ENDPOINT_URL_DYNAMODB !== undefined && AWS_ACCESS_KEY_ID === undefined
  const unchecked = { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
  const common = { region: place.region, ...(isLocal && unchecked) }
  const dynamo = new DynamoDBClient({ ...common, retryMode: 'adaptive', maxAttempts: 10 })
  const client = DynamoDBDocumentClient.from(dynamo)
  let last: Reindexed = { seen: 0, replaced: 0, ...(from !== undefined && { next: from }) }
  let told = Date.now()
  try {
    const all = args.includes('--all')
    for await (const progress of reindex({ client, table, all, ...(from !== undefined && { from }) })) {
      last = progress
      if (Date.now() - told < TELL_EVERY_MS) continue
      told = Date.now()
      console.log(`${lineOf(last)} …`)
    }
  } catch (error) {
    const goOn = last.next === undefined ? 'Run it again.' : `Go on with: --from ${last.next}`
    throw new Error(`${lineOf(last)}. It stopped: ${(error as Error).message}\n${goOn}`)
  } finally {
    dynamo.destroy()
  }
  console.log(`${lineOf(last)}. The search index of ${table} is up to date.`)
  return 0
}

async function tableOf(args: readonly string[], place: Place): Promise<string> {
  if (flag(args, '--stage', '-s') === undefined) throw new UsageError('Which table is to be indexed again?')
  const outputs = await outputsOf(place)
  if (!outputs?.TableName) throw new Error(`There is no stack ${place.stack} with a table in region ${place.region}.`)
  return outputs.TableName
}

function lineOf({ seen, replaced }: Reindexed): string {
  return `${seen} conversations looked at, ${replaced} indexed again`
}

await runCommand(HELP, run)
