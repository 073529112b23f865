import { describe, expect, it } from 'vitest'
import { networkReason } from './network-error.ts'

const withCode = (code: string, message: string) => Object.assign(new Error(message), { code })

describe('the reason of a failed call', () => {
  it.each([
    [withCode('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9'), 'the host refused the connection'],
    [withCode('EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.7:443'), 'the host is not reachable'],
    [withCode('ENOTFOUND', 'getaddrinfo ENOTFOUND inside.example'), 'the host name does not exist'],
    [withCode('CERT_HAS_EXPIRED', 'certificate has expired'), 'the TLS connection failed'],
    [withCode('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'), 'the TLS connection failed'],
    [withCode('EWHATEVER', 'write EWHATEVER 192.168.0.1:80'), 'the connection failed'],
  ])('names the kind of failure, without an address or port', (error, reason) => {
    expect(networkReason(error)).toBe(reason)
    expect(networkReason(error)).not.toMatch(/\d/)
  })

  it("keeps Interlude's own message", () => {
    expect(networkReason(new Error('no answer within 100 ms'))).toBe('no answer within 100 ms')
  })
})
