import type { App } from '../app.ts'
import type { ChannelDelivery } from '../protocol/bot.ts'
import { channelOf } from '../protocol/config.ts'
import type { MessageEntry } from '../protocol/entry.ts'
import type { Settle } from '../session/commands.ts'
import { execute } from '../session/execute.ts'
import { loadOrNew } from '../session/load.ts'
import type { Session } from '../session/session.ts'
import { messagesOf, sessionRef } from '../session/views.ts'

/** A channel's webhook is tried once, for so long; what fails is tried again by deadline. */
export const DELIVERY_TIMEOUT_MS = 3_000

const PAGE = 50

/**
 * Sends what is outstanding of a conversation to its channel's webhook, one message after the other, each under a claim
 * (rule 7). Stops at one that somebody else is sending or that fails for now: later messages wait, other conversations don't.
 */
export async function deliverPending(app: App, target: { readonly id: string; readonly botId: string }): Promise<void> {
  let { session } = await loadOrNew(app, target)
  for (;;) {
    const message = await nextOutgoing(app, session)
    if (!message) return
    const claimant = app.ids.make(`${app.settings.processId}:`)
    const claimed = await execute(app, target, {
      verb: 'claim',
      message: { seq: message.seq, epoch: message.epoch, from: message.by.type },
      claimant,
      botPaused: (await app.directory.freshBot(target.botId)).config.paused,
    })
    session = claimed.session
    switch (claimed.outcome.status) {
      case 'busy':
        return
      case 'withheld':
      case 'settled':
        continue
      case 'claimed': {
        const result = await send(app, session, message)
        if (result.status !== 'sent') {
          const { id, epoch } = session
          app.log.warn('delivery failed', { session: id, epoch, seq: message.seq, ...result })
        }
        const settled = await execute(app, target, { verb: 'settle', seq: message.seq, claimant, result })
        // Still to be sent: later messages wait. After the last try it is not, and they go on.
        if (settled.session.sending) return
        session = settled.session
        continue
      }
      default:
        return claimed.outcome satisfies never
    }
  }
}

/** The message whose sending is under way, or the oldest that was never claimed. */
async function nextOutgoing({ store }: App, session: Session): Promise<MessageEntry | undefined> {
  const upTo = session.outgoing?.seq ?? 0
  if (session.sending) {
    const { seq } = session.sending
    return messagesOf(await store.entries(session.id, { after: seq - 1, upTo: seq, limit: 1 }))[0]
  }
  for (let after = session.handed; after < upTo; ) {
    const page = await store.entries(session.id, { after, upTo, limit: PAGE })
    const found = messagesOf(page).find(message => message.deliver)
    if (found) return found
    const last = page.at(-1)
    if (!last) return undefined
    after = last.seq
  }
  return undefined
}

async function send(app: App, session: Session, message: MessageEntry): Promise<Settle['result']> {
  const { config } = await app.directory.bot(session.botId)
  const channel = channelOf(config, session.channel)
  if (!channel) return { status: 'refused', reason: 'the channel has no webhook any more' }
  const result = await app.webhooks.post({
    url: channel.url,
    secret: channel.secret,
    id: `${session.id}:${message.seq}`,
    body: deliveryOf(session, message),
    timeoutMs: DELIVERY_TIMEOUT_MS,
    skipIfSilent: true,
  })
  switch (result.status) {
    case 'ok':
      return { status: 'sent' }
    case 'refused':
      return { status: 'refused', reason: result.reason }
    case 'retry':
      return { status: 'deferred', reason: result.reason }
    default:
      return result satisfies never
  }
}

function deliveryOf(session: Session, { seq, at, by, type, text, payload }: MessageEntry): ChannelDelivery {
  return {
    type: 'message',
    botId: session.botId,
    session: sessionRef(session),
    seq,
    at,
    from: { type: by.type === 'user' ? 'system' : by.type, ...(by.name !== undefined && { name: by.name }) },
    message: { type, ...(text !== undefined && { text }), ...(payload && { payload }) },
  }
}
