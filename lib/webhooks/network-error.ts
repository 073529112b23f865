/** One phrase for each kind of network error. Node's own messages name resolved addresses and ports. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ENOTFOUND: 'the host name was not found',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'the host could not be reached',
  EHOSTUNREACH: 'the host could not be reached',
  ENETUNREACH: 'the host could not be reached',
}

/**
 * Says in one phrase why a call failed. Agents and bots' keys read it in the log of a conversation, so it must not turn a webhook's
 * URL into a port scanner. An error without a code is of our own making, and says what may be read.
 */
export function networkReason(error: Error): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) return error.message
  const isTls = /CERT|TLS|SSL|SIGNED|ISSUER/.test(code)
  return REASONS[code] ?? (isTls ? 'the TLS connection failed' : 'the connection failed')
}
