import { flag, outputsOf } from './account.ts'
import { destinationOf, onAccount, runCommand, UsageError } from './command.ts'
import { leftBehind } from './kept.ts'
import { clientsOf, removePages } from './web/pages.ts'

const HELP = `Removes a deployment from the AWS account that this shell is signed in to. The table with the conversations stays, and
is named at the end; agents' accounts go, and so does everything else.

  npm run remove -- --stage prod

  --stage NAME          must be told
  --region NAME         eu-central-1 if not told
  --aws-profile NAME    instead of AWS_PROFILE
  --verbose             what CloudFormation does meanwhile
`

async function remove(args: readonly string[]): Promise<number> {
  if (flag(args, '--stage', '-s') === undefined) throw new UsageError('Which stage is to be removed?')
  const from = await destinationOf(args)
  const outputs = await outputsOf(from)
  if (!outputs) throw new Error(`There is no stack ${from.stack} in account ${from.account}, region ${from.region}.`)
  console.log(`From account ${from.account}, region ${from.region}: stack ${from.stack}.`)
  await removePages(outputs, clientsOf(from.region))
  const code = await onAccount('remove', args)
  if (code === 0) console.log(leftBehind(outputs, from.region))
  return code
}

await runCommand(HELP, remove)
