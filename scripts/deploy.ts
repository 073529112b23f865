import { outputsOf } from './account.ts'
import { destinationOf, onAccount, runCommand } from './command.ts'
import { buildPages, clientsOf, deployPages } from './web/pages.ts'

const HELP = `Deploys Interlude as the stack interlude-<stage> to the AWS account that this shell is signed in to: bundles the functions,
updates the stack, and uploads changed files of the console and the widget. Prints the outputs of the stack. Run it again to update.

  npm run deploy -- --stage prod
  npm run deploy -- --stage prod --region eu-west-1 --param="alertEmail=ops@example.org"

  --stage NAME          the stage (default dev); lower-case letters and digits
  --region NAME         the region (default eu-central-1)
  --param="name=value"  a parameter of docs/deploying.md; repeat it for more
  --aws-profile NAME    the AWS profile (default AWS_PROFILE)
  --verbose             shows the events of CloudFormation
`

async function deploy(args: readonly string[]): Promise<number> {
  const to = await destinationOf(args)
  console.log(`Deploying to account ${to.account}, region ${to.region}, stack ${to.stack}.`)
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
