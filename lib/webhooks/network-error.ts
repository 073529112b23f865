/** One phrase for each kind of network error. Node's messages contain resolved addresses and ports. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the host refused the connection',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ENOTFOUND: 'the host name does not exist',
  EAI_AGAIN: 'the lookup of the host name failed',
  ETIMEDOUT: 'the host is not reachable',
  EHOSTUNREACH: 'the host is not reachable',
  ENETUNREACH: 'the host is not reachable',
}

/**
 * Says in one phrase why a call failed. Agents and bots read it in the log of a conversation, so it must not turn a
 * webhook's URL into a port scanner. An error without a code is Interlude's own, and its message is safe.
 */
export function networkReason(error: Error): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) return error.message
  const isTls = /CERT|TLS|SSL|SIGNED|ISSUER/.test(code)
  return REASONS[code] ?? (isTls ? 'the TLS connection failed' : 'the connection failed')
}
