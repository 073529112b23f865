import { Env } from '../../../lib/aws/env.ts'
import { defaultPolicy } from '../../../lib/session/policy.ts'
import type { Deployment } from '../deployment.ts'
import { functionsOf, standIn } from '../template.ts'

/** Every Lambda function: its name in the template, and the export that it calls. */
export const HANDLERS: Readonly<Record<string, string>> = {
  inbound: 'dist/inbound/index.handler',
  channels: 'dist/channels/index.handler',
  pause: 'dist/pause/index.handler',
  setup: 'dist/setup/index.handler',
  console: 'dist/console/index.handler',
  'agent-ws': 'dist/agent-ws/index.handler',
  ask: 'dist/ask/index.handler',
  dispatch: 'dist/dispatch/index.handler',
  live: 'dist/dispatch/index.live',
  clock: 'dist/clock/index.handler',
}

const MAX_SECONDS = 29
/** Variables that libraries and the runtime read themselves; all of them may be missing. */
const MAY_BE_MISSING =
  /^(AWS_|_X_AMZN_|LAMBDA_|POWERTOOLS_|NODE_|SMITHY_|(HOME(PATH|DRIVE)?|USERPROFILE|FORCE_COLOR|TZ|ENVIRONMENT|LOG_LEVEL|WATCH_REPORT_DEPENDENCIES)$)/

/** The faults of how the functions run: runtime, handler, time limit. */
export function aboutFunctions({ template, bundles }: Deployment): string[] {
  const functions = functionsOf(template)
  const missing = Object.keys(HANDLERS).filter(name => !functions.some(each => each.name === name))
  const complaints = functions.flatMap(({ name, Runtime, Architectures, Timeout, Handler }) => {
    const exported = Handler.split('.').at(-1) ?? ''
    return [
      name in HANDLERS || 'is not a function of ours',
      Runtime === 'nodejs24.x' || `runs on ${Runtime}`,
      [Architectures].flat().join() === 'arm64' || `runs on ${Architectures}`,
      Timeout === MAX_SECONDS || `may take ${Timeout} s`,
      Timeout * 1000 < defaultPolicy.deliveryLeaseMs || 'may outlive the lease of a delivery',
      Handler === HANDLERS[name] || `has the handler ${Handler}`,
      bundles[name]?.exports.includes(exported) || `does not export ${exported}`,
      bundles[name]?.said === '' || `says, being loaded: ${bundles[name]?.said}`,
    ]
      .filter(complaint => typeof complaint === 'string')
      .map(complaint => `${name} ${complaint}`)
  })
  return [...missing.map(name => `${name} is missing`), ...complaints]
}

/** The faults of the environment: variables that are read but not set, set but not read, or invalid. */
export function aboutEnvironment({ template, bundles }: Deployment): string[] {
  return functionsOf(template).flatMap(({ name, Environment }) => {
    const told = Object.keys(Environment.Variables)
    const wanted = Object.keys(Env.shape)
    const reads = bundles[name]?.reads ?? []
    const values = Object.entries(Environment.Variables).map(([key, value]) => [key, standIn(value)])
    const { error } = Env.safeParse(Object.fromEntries(values))
    return [
      ...[...new Set([...wanted, ...reads])]
        .filter(key => !told.includes(key) && (wanted.includes(key) || !MAY_BE_MISSING.test(key)))
        .map(key => `${name} reads ${key}, which nobody tells it`),
      ...told.filter(key => !reads.includes(key)).map(key => `${name} is told ${key}, which it does not read`),
      ...(error ? [`${name} cannot start: ${error.issues.map(({ path }) => path.join('.')).join()}`] : []),
    ]
  })
}
