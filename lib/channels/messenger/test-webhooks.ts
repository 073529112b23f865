import { createHmac } from 'node:crypto'
import { type ChannelOf, MessengerChannel } from '../../protocol/channels.ts'
import type { Lookup, PlatformApp, PlatformRequest } from '../channel.ts'

/** The ids and secrets of the tests. */
export const APP = { appId: '1517776481860111', appSecret: 'a secret of the app', verifyToken: 'meatyhamhock' }
export const PAGE = '682498302938465'
export const OTHER_PAGE = '682498302938466'
export const MARIA = '7000000000000001'
export const JONAS = '7000000000000002'
/** 2018-02-12T23:46:35.308Z, as in Meta's examples. */
export const AT = 1518479195308

/** Knows the app and two pages. */
export function lookupOf(
  app: PlatformApp | undefined = APP,
): Lookup<ChannelOf<'messenger'>> & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    app: async () => app,
    account: async id => {
      asked.push(id)
      const isOurs = id === PAGE || id === OTHER_PAGE
      if (!isOurs) return undefined
      const config = MessengerChannel.parse({ type: 'messenger', pageId: id, pageToken: `token-of-${id}` })
      return { botId: 'demo', channel: 'facebook', config }
    },
    sent: async () => undefined,
  }
}

/** Writes JSON as Meta does: in ASCII, with escapes in small letters. */
export function escapedJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

export function signatureOf(body: string | Buffer, secret = APP.appSecret): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** A signed request with this body. */
export function posted(body: string | Buffer, signature: string | undefined = signatureOf(body)): PlatformRequest {
  return { headers: { 'x-hub-signature-256': signature }, query: {}, body: Buffer.from(body) }
}

/** A notification with events of one page. */
export function notification(...events: readonly unknown[]) {
  return { object: 'page', entry: [{ id: PAGE, time: AT + 5, messaging: events }] }
}

/** An event of a user. */
export function fromUser(part: object, userId = MARIA) {
  return { sender: { id: userId }, recipient: { id: PAGE }, timestamp: AT, ...part }
}

/** A message of a user. */
export function userWrites(message: object, userId = MARIA) {
  return fromUser({ message: { mid: 'm_1', ...message } }, userId)
}

/** A copy of a message that left the page. */
export function echo(message: object, userId = MARIA) {
  return {
    sender: { id: PAGE },
    recipient: { id: userId },
    timestamp: AT,
    message: { mid: 'm_2', is_echo: true, ...message },
  }
}
