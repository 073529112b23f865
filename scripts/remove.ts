import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountOf, flag, outputsOf, placeOf } from './account.ts'
import { assemble } from './assemble.ts'
import { leftBehind } from './kept.ts'
import { serverless } from './serverless.ts'

const HELP = `Removes a deployment from the AWS account that this shell is signed in to. The table with the conversations stays, and
is named at the end; agents' accounts go, and so does everything else.

  npm run remove -- --stage prod

  --stage NAME          must be told
  --region NAME         eu-central-1 if not told
  --aws-profile NAME    instead of AWS_PROFILE
  --verbose             what CloudFormation does meanwhile
`

async function remove(args: readonly string[]): Promise<number> {
  const place = placeOf(args)
  const profile = flag(args, '--aws-profile')
  if (profile !== undefined) process.env.AWS_PROFILE = profile
  const account = await accountOf(place)
  const outputs = await outputsOf(place)
  if (!outputs) throw new Error(`There is no stack ${place.stack} in account ${account}, region ${place.region}.`)
  console.log(`From account ${account}, region ${place.region}: stack ${place.stack}.`)
  const folder = await mkdtemp(join(tmpdir(), 'interlude-remove-'))
  try {
    await assemble(folder)
    const code = await serverless({ args: ['remove', ...args], folder, env: process.env })
    if (code !== 0) return code
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  console.log(leftBehind(outputs, place.region))
  return 0
}

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) process.stdout.write(HELP)
else if (flag(args, '--stage', '-s') === undefined) {
  console.error(`Which stage is to be removed?\n\n${HELP}`)
  process.exitCode = 2
} else {
  try {
    process.exitCode = await remove(args)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
