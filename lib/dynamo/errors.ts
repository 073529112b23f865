import { unmarshall } from '@aws-sdk/util-dynamodb'
import { defined } from '../defined.ts'
import { InterludeError } from '../protocol/problem.ts'
import type { Item } from './item.ts'

/** The fields of the SDK's errors that are used here. */
interface SdkError {
  readonly name?: string
  readonly code?: unknown
  readonly $fault?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number }
  readonly CancellationReasons?: readonly { readonly Code?: string }[]
}

const CONFLICTS: readonly unknown[] = ['ConditionalCheckFailed', 'TransactionConflict']
const CONFLICT_NAMES: readonly unknown[] = ['ConditionalCheckFailedException', 'TransactionConflictException']
const THROTTLES: readonly unknown[] = ['ThrottlingError', 'ProvisionedThroughputExceeded']
const PASSING_NAMES: readonly unknown[] = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'RequestTimeout',
  'AbortError',
  'CredentialsProviderError',
]

/**
 * Returns the result of a call. Throws `store.unavailable` (retry after 1 s) if DynamoDB throttled, failed or was not
 * reached after the SDK's own retries.
 */
export async function reached<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw isPassing(error) ? unavailable(error) : error
  }
}

/** Returns whether a conditional write was carried out; false if another write was first. Throws as `reached` does. */
export async function written(
  call: Promise<unknown>,
  wasOurs: (error: unknown) => boolean = () => false,
): Promise<boolean> {
  try {
    await reached(call)
    return true
  } catch (error) {
    if (isConflict(error)) return wasOurs(error)
    throw error
  }
}

/**
 * For a conditional write with `ALL_OLD` on failure: returns whether it was carried out, and if not, the item that is
 * stored, if any. Throws as `reached` does.
 */
export async function writtenOrStands(
  call: Promise<unknown>,
): Promise<{ readonly written: boolean; readonly stands?: Item }> {
  let stored: Parameters<typeof unmarshall>[0] | undefined
  const isWritten = await written(call, error => {
    stored = (error as { Item?: Parameters<typeof unmarshall>[0] }).Item
    return false
  })
  return { written: isWritten, ...(stored && { stands: unmarshall(stored) }) }
}

export function unavailable(cause?: unknown): InterludeError {
  return new InterludeError('store.unavailable', 'the store is not reachable', {
    retryAfterSeconds: 1,
    ...defined({ cause }),
  })
}

/** Number of attempts that the SDK made before this error. */
export function attemptsOf(error: unknown): number {
  return (error as SdkError).$metadata?.attempts ?? 1
}

function isConflict(error: unknown): boolean {
  return CONFLICT_NAMES.includes((error as SdkError).name) || reasonsOf(error).some(code => CONFLICTS.includes(code))
}

function isPassing(error: unknown): boolean {
  if (isConflict(error)) return false
  const { name, code, $fault, $metadata } = error as SdkError
  const status = $metadata?.httpStatusCode ?? 0
  if (status >= 500 || status === 429 || $fault === 'server') return true
  if (PASSING_NAMES.includes(name) || reasonsOf(error).some(reason => THROTTLES.includes(reason))) return true
  // System errors such as ECONNREFUSED, ENOTFOUND, EPIPE, but not ERR_…, which are mistakes of the caller.
  return typeof code === 'string' && /^E(?!RR_)[A-Z]/.test(code)
}

function reasonsOf(error: unknown): readonly unknown[] {
  return ((error as SdkError).CancellationReasons ?? []).map(({ Code }) => Code)
}
