import { outputsOf } from './account.ts'
import { destinationOf, onAccount, runCommand } from './command.ts'

const HELP = `Bundles the functions and deploys them to the AWS account that this shell is signed in to, as the stack interlude-<stage>.
Prints where things are. The same command again updates the deployment.

  npm run deploy -- --stage prod
  npm run deploy -- --stage prod --region eu-west-1 --param="alertEmail=ops@example.org"

  --stage NAME          dev if not told; lower-case letters and digits
  --region NAME         eu-central-1 if not told
  --param="name=value"  as often as you like; all of them: docs/deploying.md
  --aws-profile NAME    instead of AWS_PROFILE
  --verbose             what CloudFormation does meanwhile
`

async function deploy(args: readonly string[]): Promise<number> {
  const to = await destinationOf(args)
  console.log(`To account ${to.account}, region ${to.region}, stack ${to.stack}.`)
  const code = await onAccount('deploy', args)
  if (code !== 0) return code
  const outputs = Object.entries((await outputsOf(to)) ?? {})
  const width = Math.max(...outputs.map(([name]) => name.length))
  console.log(outputs.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n'))
  return 0
}

await runCommand(HELP, deploy)
