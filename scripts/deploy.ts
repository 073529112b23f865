import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountOf, flag, outputsOf, placeOf } from './account.ts'
import { assemble } from './assemble.ts'
import { serverless } from './serverless.ts'

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
  const place = placeOf(args)
  const profile = flag(args, '--aws-profile')
  if (profile !== undefined) process.env.AWS_PROFILE = profile
  if (!/^[a-z][a-z0-9]*$/.test(place.stage)) throw new Error('A stage has lower-case letters and digits only.')
  const account = await accountOf(place)
  console.log(`To account ${account}, region ${place.region}, stack ${place.stack}.`)
  const folder = await mkdtemp(join(tmpdir(), 'interlude-deploy-'))
  try {
    await assemble(folder)
    const code = await serverless({ args: ['deploy', ...args], folder, env: process.env })
    if (code !== 0) return code
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const outputs = Object.entries((await outputsOf(place)) ?? {})
  const width = Math.max(...outputs.map(([name]) => name.length))
  console.log(outputs.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n'))
  return 0
}

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) process.stdout.write(HELP)
else {
  try {
    process.exitCode = await deploy(args)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
