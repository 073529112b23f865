/** An error with SNS's code and text. The SDK makes a typed error from the code. */
export class SnsError extends Error {
  override readonly name = 'SnsError'
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

export const invalidParameter = (what: string): SnsError =>
  new SnsError('InvalidParameter', `Invalid parameter: ${what}`)

/** An error in a message attribute. */
export const invalidValue = (message: string): SnsError => new SnsError('ParameterValueInvalid', message)

export const notFound = (what: string): SnsError => new SnsError('NotFound', `${what} does not exist`, 404)

export const tooManyPolicies = (): SnsError =>
  new SnsError('FilterPolicyLimitExceeded', 'The filter policy limit of this topic has been reached', 403)
