import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import { loadOrNew } from '../conversations/load.ts'
import { defined } from '../defined.ts'
import type { SessionStore } from '../ports/sessions.ts'
import type { ChannelDelivery } from '../protocol/bot.ts'
import { channelOf } from '../protocol/config.ts'
import type { MessageEntry } from '../protocol/entry.ts'
import type { Outgoing, RecordDelivery } from '../session/commands.ts'
import { type LeavingEntry, leaves } from '../session/leaving.ts'
import type { Session } from '../session/session.ts'
import { failureOf } from '../webhooks/failure.ts'
import { sessionRef } from '../webhooks/session-ref.ts'

/** Time limit of a delivery. A failed one is tried again by deadline. */
export const DELIVERY_TIMEOUT_MS = 3_000

const PAGE = 50

/**
 * Delivers the outstanding messages of a conversation to its channel's webhook, one after the other, each under a claim
 * (rule 7). Stops at a message that another process is sending or that fails for now. Later messages of the
 * conversation wait.
 */
export async function deliverPending(app: App, target: { readonly id: string; readonly botId: string }): Promise<void> {
  let { session } = await loadOrNew(app, target)
  for (;;) {
    const entry = await nextOutgoing(app, session)
    if (!entry) return
    const { seq } = entry
    const claimant = app.ids.make(`${app.settings.processId}:`)
    const claimed = await execute(app, target, {
      verb: 'claimDelivery',
      message: outgoingOf(entry),
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
        const result = await send(app, session, entry)
        if (result.status !== 'sent') {
          const { id, epoch } = session
          // Log a skipped call at debug only: there may be one for each conversation.
          const say = result.status === 'skipped' ? app.log.debug : app.log.warn
          say('delivery failed', { session: id, epoch, seq, ...result })
        }
        const settled = await execute(app, target, { verb: 'recordDelivery', seq, claimant, result })
        // The message is due again, so later ones wait. After its last try they go on.
        if (settled.session.deliveryClaim) return
        session = settled.session
        continue
      }
      default:
        return claimed.outcome satisfies never
    }
  }
}

/** Finds the entry that is being sent, or the oldest entry without a claim. */
async function nextOutgoing({ store }: App, session: Session): Promise<LeavingEntry | undefined> {
  const upTo = session.newestOutgoing?.seq ?? 0
  if (session.deliveryClaim) return (await entryAt(store, session, session.deliveryClaim.seq)).find(leaves)
  for (let after = session.claimedUpTo; after < upTo; ) {
    const page = await store.entries(session.id, { after, upTo, limit: PAGE })
    const found = page.find(leaves)
    if (found) return found
    const last = page.at(-1)
    if (!last) return undefined
    after = last.seq
  }
  return undefined
}

/** Makes the claim of an entry. A redelivery counts as an agent's message, so the fence does not stop it. */
function outgoingOf(entry: LeavingEntry): Outgoing {
  const { seq, epoch } = entry
  return entry.kind === 'redelivery' ? { seq, epoch, from: 'agent', of: entry.of } : { seq, epoch, from: entry.by.type }
}

async function messageOf({ store }: App, session: Session, entry: LeavingEntry): Promise<MessageEntry> {
  if (entry.kind === 'message') return entry
  const [message] = await entryAt(store, session, entry.of)
  if (message?.kind !== 'message')
    throw new Error(`entry ${entry.seq} redelivers entry ${entry.of}, which is not a message`)
  return message
}

async function entryAt(store: SessionStore, { id }: Session, seq: number) {
  return await store.entries(id, { after: seq - 1, upTo: seq, limit: 1 })
}

async function send(app: App, session: Session, entry: LeavingEntry): Promise<RecordDelivery['result']> {
  const { config } = await app.directory.bot(session.botId)
  const channel = channelOf(config, session.channel)
  if (!channel) return { status: 'refused', reason: 'the channel has no webhook' }
  const message = await messageOf(app, session, entry)
  const result = await app.webhooks.post({
    url: channel.url,
    secret: channel.secret,
    id: `${session.id}:${message.seq}`,
    body: deliveryOf(session, message),
    timeoutMs: DELIVERY_TIMEOUT_MS,
    skipIfSilent: true,
  })
  return result.status === 'ok' ? { status: 'sent' } : failureOf(result)
}

function deliveryOf(session: Session, { seq, at, by, type, text, payload }: MessageEntry): ChannelDelivery {
  return {
    type: 'message',
    botId: session.botId,
    session: sessionRef(session),
    seq,
    at,
    from: { type: by.type === 'user' ? 'system' : by.type, ...defined({ name: by.name }) },
    message: { type, ...defined({ text, payload }) },
  }
}
