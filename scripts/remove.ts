import { flag, outputsOf } from './account.ts'
import { destinationOf, onAccount, runCommand, UsageError } from './command.ts'
import { leftBehind } from './kept.ts'
import { clientsOf, removePages } from './web/pages.ts'

const HELP = `Removes a deployment from the AWS account that this shell is signed in to. Keeps the table with the conversations, and
prints its name at the end. Deletes everything else, agents' accounts included.

  npm run remove -- --stage prod

  --stage NAME          the stage (required)
  --region NAME         the region (default eu-central-1)
  --aws-profile NAME    the AWS profile (default AWS_PROFILE)
  --verbose             shows the events of CloudFormation
`

async function remove(args: readonly string[]): Promise<number> {
  if (flag(args, '--stage', '-s') === undefined) throw new UsageError('Name the stage to remove: --stage NAME.')
  const from = await destinationOf(args)
  const outputs = await outputsOf(from)
  if (!outputs) throw new Error(`There is no stack ${from.stack} in account ${from.account}, region ${from.region}.`)
  console.log(`Removing stack ${from.stack} from account ${from.account}, region ${from.region}.`)
  await removePages(outputs, clientsOf(from.region))
  const code = await onAccount('remove', args)
  if (code === 0) console.log(leftBehind(outputs, from.region))
  return code
}

await runCommand(HELP, remove)
