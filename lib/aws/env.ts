import * as z from 'zod'
import { Priority } from '../protocol/control.ts'
import { UserTexts } from '../protocol/user-texts.ts'
import { defaultPolicy, type Policy } from '../session/policy.ts'

const durations = Object.fromEntries(
  Object.entries(defaultPolicy)
    .filter(([, value]) => typeof value === 'number')
    .map(([name]) => [name, z.int().min(0).exactOptional()]),
)

/** `INTERLUDE_POLICY`: JSON with durations (ms), alerts and texts that replace the defaults of the policy. */
export const PolicyText = z
  .string()
  .default('{}')
  .transform((text, context) => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' })
      return z.NEVER
    }
  })
  .pipe(
    z.strictObject({
      ...durations,
      userTexts: UserTexts.exactOptional(),
      alerts: z.array(z.strictObject({ afterMs: z.int().min(0), priority: Priority.exactOptional() })).exactOptional(),
      retryMs: z.array(z.int().min(0)).exactOptional(),
      eventRetryMs: z.tuple([z.int().min(0)], z.int().min(0)).exactOptional(),
    }),
  )
  .transform(policy => policy as Partial<Policy>)

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform(text => text === 'true')

/**
 * The environment variables that the template sets for every function. Parsed once, like other input; errors name the
 * variable.
 */
export const Env = z.object({
  TABLE_NAME: z.string().min(1),
  TOPIC_ARN: z.string().startsWith('arn:'),
  /** `https://<api>.execute-api.<region>.amazonaws.com/<stage>` of the WebSocket API. */
  SOCKET_ENDPOINT: z.url(),
  /**
   * URL that invokes the function `ask`: `https://lambda.<region>.<suffix>/2015-03-31/functions/<name>/invocations`.
   */
  ASK_URL: z.url(),
  OIDC_ISSUER: z.url(),
  OIDC_CLIENT_ID: z.string().min(1),
  OIDC_ROLES_CLAIM: z.string().min(1).default('cognito:groups'),
  OIDC_JWKS_URL: z.url().optional(),
  CONSOLE_URL: z.url(),
  ALERTS_INCLUDE_TEXT: flag,
  INTERLUDE_POLICY: PolicyText,
  /** Namespace of the deployment's metrics in CloudWatch. Its alarms and its dashboard read it. */
  METRICS_NAMESPACE: z.string().min(1),
})
export type Env = z.infer<typeof Env>

/** Throws an error that names every variable that is missing or wrong. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const parsed = Env.safeParse(variables)
  if (parsed.success) return parsed.data
  throw new Error(`the environment is not valid:\n${z.prettifyError(parsed.error)}`)
}
