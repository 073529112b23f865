import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'

const SERVICE = 'interlude'
/** The defaults of serverless.yml. */
const DEFAULT_STAGE = 'dev'
const DEFAULT_REGION = 'eu-central-1'

/** The target of a command, from flags that it shares with the Serverless framework. */
export interface Place {
  readonly stage: string
  readonly region: string
  readonly stack: string
}

export function placeOf(args: readonly string[]): Place {
  const stage = flag(args, '--stage', '-s') ?? DEFAULT_STAGE
  return { stage, region: flag(args, '--region', '-r') ?? DEFAULT_REGION, stack: `${SERVICE}-${stage}` }
}

/** Reads a flag's value: `--name value` or `--name=value`. */
export function flag(args: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    const [name = '', inline] = arg.split(/=(.*)/s, 2)
    if (names.includes(name)) return inline ?? args[index + 1]
  }
  return undefined
}

/**
 * Returns the account that this shell is signed in to. If it is signed in to none, throws an error that says what to
 * do.
 */
export async function accountOf({ region }: Place): Promise<string> {
  const client = new STSClient({ region, maxAttempts: 2 })
  try {
    const { Account = '' } = await client.send(new GetCallerIdentityCommand({}))
    return Account
  } catch (error) {
    const { name, message } = error as Error
    throw new Error(
      name === 'CredentialsProviderError'
        ? 'There are no AWS credentials. Sign in first (`aws sso login`, AWS_PROFILE=…), or set AWS_ACCESS_KEY_ID and\nAWS_SECRET_ACCESS_KEY; `npm run package` needs none.'
        : `AWS denied access: ${name}: ${message}`,
    )
  } finally {
    client.destroy()
  }
}

/** Reads the outputs of a deployment's stack. Returns undefined if there is no such stack. */
export async function outputsOf({ region, stack }: Place): Promise<Readonly<Record<string, string>> | undefined> {
  const client = new CloudFormationClient({ region })
  try {
    const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }))
    const outputs = found?.Outputs ?? []
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]))
  } catch (error) {
    const { name, message } = error as Error
    if (name === 'ValidationError' && message.includes('does not exist')) return undefined
    throw error
  } finally {
    client.destroy()
  }
}
