import { randomBytes } from 'node:crypto'
import { defined } from '../../lib/defined.ts'

const MESSENGER_ERRORS = 'messenger-platform/error-codes'

/** The fields of a failure besides its code. */
export interface Failure {
  readonly code: number
  readonly subcode?: number
  readonly message: string
  readonly type?: 'OAuthException' | 'GraphMethodException'
  /** The status of the HTTP answer. */
  readonly status?: number
  /** Tells the caller that the same call may succeed later. */
  readonly isTransient?: true
  readonly headers?: Readonly<Record<string, string>>
}

/** An error of the Graph API: https://developers.facebook.com/docs/graph-api/guides/error-handling. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly code: number
  readonly subcode: number | undefined
  readonly type: string
  readonly status: number
  readonly isTransient: true | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor({ code, subcode, message, type = 'OAuthException', status = 400, isTransient, headers = {} }: Failure) {
    super(message)
    this.code = code
    this.subcode = subcode
    this.type = type
    this.status = status
    this.isTransient = isTransient
    this.headers = headers
  }

  /** The body of the answer. `fbtrace_id` is new in each. */
  body() {
    return {
      error: defined({
        message: this.message,
        type: this.type,
        code: this.code,
        error_subcode: this.subcode,
        is_transient: this.isTransient,
        fbtrace_id: `A${randomBytes(8).toString('base64url')}`,
      }),
    }
  }
}

/**
 * The failures that a test may order, by code, with the first subcode of the same code as the default. The texts are in
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes. That page has no HTTP
 * statuses: 403 for permissions is the one of https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes,
 * which documents the same codes of the same API.
 */
export const FAILURES: readonly Failure[] = [
  { code: 1, message: 'An unknown error occurred', status: 500 },
  { code: 2, message: '(#2) Service temporarily unavailable', status: 500, isTransient: true },
  { code: 4, message: '(#4) Application request limit reached' },
  {
    code: 10,
    subcode: 2018278,
    message: `(#10) This message is sent outside of allowed window. Learn more about the new policy here: https://developers.facebook.com/docs/messenger-platform/policy-overview`,
    status: 403,
  },
  { code: 32, message: '(#32) Page request limit reached' },
  { code: 100, message: '(#100) Invalid parameter' },
  { code: 100, subcode: 2018001, message: '(#100) No matching user found' },
  { code: 190, message: 'Invalid OAuth access token.' },
  {
    code: 190,
    subcode: 460,
    message:
      'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
  },
  { code: 190, subcode: 463, message: 'Error validating access token: Session has expired.' },
  {
    code: 200,
    message: '(#200) Requires pages_messaging permission to manage the object',
    status: 403,
  },
  { code: 230, message: '(#230) Permissions disallow message to user', status: 403 },
  { code: 368, message: '(#368) The action attempted has been deemed abusive or is otherwise disallowed', status: 403 },
  { code: 551, subcode: 1545041, message: "(#551) This person isn't available right now." },
  { code: 613, message: '(#613) Calls to this api have exceeded the rate limit.' },
  {
    code: 1200,
    message: '(#1200) Temporary send message failure. Please try again later.',
    status: 500,
    isTransient: true,
  },
  {
    code: 80006,
    message: '(#80006) There have been too many calls to this messenger account. Wait a bit and try again.',
  },
]

/** The published failure of a code. Throws if the list above has none, so that a test cannot order an invented one. */
export const failureOf = (code: number, subcode?: number): Failure => {
  const found = FAILURES.find(each => each.code === code && (subcode === undefined || each.subcode === subcode))
  if (found === undefined) throw new Error(`no error ${code}/${subcode ?? '-'} is in ${MESSENGER_ERRORS}`)
  return found
}

export const failed = (code: number, subcode?: number): GraphError => new GraphError(failureOf(code, subcode))

export const invalidParameter = (what: string): GraphError => new GraphError({ code: 100, message: `(#100) ${what}` })

/** The answer to an unknown object, a wrong path or a wrong method. */
export const unsupported = (method: string, id: string): GraphError =>
  new GraphError({
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
  })
