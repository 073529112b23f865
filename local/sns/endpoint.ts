import { invalidParameter } from './errors.ts'
import type { Protocol } from './message.ts'

const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/
const PHONE = /^\+[1-9]\d{6,14}$/
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Reads the endpoint of a subscription. Allows HTTP only to this machine. Throws InvalidParameter. */
export const readEndpoint = (protocol: string, endpoint: string): { protocol: Protocol; endpoint: string } => {
  switch (protocol) {
    case 'email':
      if (!EMAIL.test(endpoint)) throw invalidParameter('Email address')
      return { protocol, endpoint }
    case 'sms': {
      const number = endpoint.replace(/[\s()-]/g, '')
      if (!PHONE.test(number)) throw invalidParameter(`PhoneNumber Reason: ${endpoint} is not valid to publish to`)
      return { protocol, endpoint: number }
    }
    case 'http':
    case 'https': {
      const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
      if (url?.protocol !== `${protocol}:`) throw invalidParameter('Endpoint must match the specified protocol')
      if (!LOOPBACK.test(url.hostname) || url.username !== '' || url.password !== '')
        throw invalidParameter(
          'Endpoint Reason: only addresses of this machine, without credentials, are supported here',
        )
      return { protocol, endpoint }
    }
    default:
      throw invalidParameter(`Does not support this protocol string: ${protocol}`)
  }
}
