import { type ProblemDetails, ProblemError } from '../lib/client/index.ts'
import { plainLine } from '../local/terminal.ts'
import { UsageError } from './usage-error.ts'

/** Says what went wrong, with the field of each mistake and what to do about it, one line each. */
export function explained(error: unknown): string {
  if (error instanceof UsageError) return error.message.split('\n').map(plainLine).join('\n')
  if (!(error instanceof ProblemError)) return plainLine(error instanceof Error ? error.message : String(error))
  const { code, detail, errors, holder, retryAfterSeconds } = error
  return [
    // The detail repeats the first mistake.
    errors.length > 0 ? `${code}:` : `${code}: ${detail}`,
    ...errors.map(({ path, message }) => `  ${path || 'the whole body'}: ${message}`),
    ...(holder ? [`  It is with ${holder.agent?.name ?? holder.agent?.id ?? holder.holder} now.`] : []),
    ...(retryAfterSeconds === undefined ? [] : [`  Try again in ${retryAfterSeconds} s.`]),
    ...(ADVICE[code] === undefined ? [] : [`  ${ADVICE[code]}`]),
  ]
    .map(plainLine)
    .join('\n')
}

const ADVICE: { readonly [Code in ProblemDetails['code']]?: string } = {
  'client.unreachable': 'Is the address right, and does Interlude run there?',
  'auth.missing': 'Set INTERLUDE_TOKEN, or name a file with --token-file.',
  'auth.expired': 'Sign in again, and set INTERLUDE_TOKEN to the new token.',
  'config.stale_version': 'Somebody else changed the configuration meanwhile. Run the command again.',
}
