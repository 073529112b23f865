import { outputsOf } from './account.ts'
import { destinationOf, onAccount, runCommand } from './command.ts'
import { buildPages, clientsOf, deployPages } from './web/pages.ts'

const HELP = `Bundles the functions and deploys them to the AWS account that this shell is signed in to, as the stack interlude-<stage>;
then uploads what changed of the console and the widget. Prints where things are. The same command again updates the deployment.

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
  await buildPages()
  const code = await onAccount('deploy', args)
  if (code !== 0) return code
  const outputs = (await outputsOf(to)) ?? {}
  console.log(await deployPages(outputs, clientsOf(to.region)))
  const lines = Object.entries(outputs)
  const width = Math.max(...lines.map(([name]) => name.length))
  console.log(lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n'))
  return 0
}

await runCommand(HELP, deploy)
