import type { App } from '../app.ts'
import { channelFor } from '../channels/channels.ts'
import { leaveAlone, leftAlone } from '../channels/quiet-accounts.ts'
import { entryAt } from '../conversations/entry-at.ts'
import { execute } from '../conversations/execute.ts'
import { loadOrNew } from '../conversations/load.ts'
import { channelOf } from '../protocol/channels.ts'
import type { MessageEntry } from '../protocol/entry.ts'
import type { Outgoing, RecordDelivery } from '../session/commands.ts'
import { type LeavingEntry, leaves } from '../session/leaving.ts'
import type { Session } from '../session/session.ts'
import { failureOf } from '../webhooks/failure.ts'

const PAGE = 50

/**
 * Delivers the outstanding messages of a conversation through its channel, one after the other, each under a claim
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
        const { result, callsSent } = await send(app, session, entry, claimed.outcome.callsSent ?? 0)
        if (result.status !== 'sent') {
          const { id, epoch } = session
          // Log a skipped call at debug only: there may be one for each conversation.
          const say = result.status === 'skipped' ? app.log.debug : app.log.warn
          say('delivery failed', { session: id, epoch, seq, ...result })
        }
        const settled = await execute(app, target, { verb: 'recordDelivery', seq, claimant, result, callsSent })
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
  if (session.deliveryClaim) {
    const entry = await entryAt(store, session.id, session.deliveryClaim.seq)
    return entry && leaves(entry) ? entry : undefined
  }
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

/**
 * Makes the claim of an entry. A redelivery counts as an agent's message, and so does a reply that an agent approved, so
 * the fence stops neither.
 */
function outgoingOf(entry: LeavingEntry): Outgoing {
  const { seq, epoch } = entry
  if (entry.kind === 'redelivery') return { seq, epoch, from: 'agent', of: entry.of }
  return { seq, epoch, from: entry.approvedBy?.type === 'agent' ? 'agent' : entry.by.type }
}

async function messageOf({ store }: App, session: Session, entry: LeavingEntry): Promise<MessageEntry> {
  if (entry.kind === 'message') return entry
  const message = await entryAt(store, session.id, entry.of)
  if (message?.kind !== 'message')
    throw new Error(`entry ${entry.seq} redelivers entry ${entry.of}, which is not a message`)
  return message
}

/** Time (ms) after which no further call of a message begins, so that a claim does not outlive its lease. */
const SEND_MS = 20_000

/** The outcome of a delivery, and how many of the message's calls the channel has taken so far. */
interface Sent {
  readonly result: RecordDelivery['result']
  readonly callsSent: number
}

/** Sends a message by its channel's calls. Begins after the `callsSent` ones that earlier attempts made. */
async function send(app: App, session: Session, entry: LeavingEntry, callsSent: number): Promise<Sent> {
  const { config: bot } = await app.directory.bot(session.botId)
  const config = channelOf(bot, session.channel)
  if (!config) return { result: { status: 'refused', reason: 'the bot has no such channel' }, callsSent }
  const channel = await channelFor(config)
  const message = await messageOf(app, session, entry)
  const startedAt = app.clock.now()
  const alone = leftAlone(app.directory, config, startedAt)
  if (alone) return { result: failureOf(alone), callsSent }
  const rendering = channel.render({ session, message }, config, startedAt)
  if (rendering.status === 'refused') return { result: rendering, callsSent }
  let sent = callsSent
  for (const call of rendering.calls.slice(callsSent)) {
    if (app.clock.now() - startedAt > SEND_MS) {
      return { result: { status: 'deferred', reason: 'the channel is slow' }, callsSent: sent }
    }
    // The first call of a message has the id that a message of one call has.
    const id = `${session.id}:${message.seq}${sent === 0 ? '' : `:${sent + 1}`}`
    const result = await channel.send(app, call, { config, session, id })
    if (result.status === 'skipped') leaveAlone(app.directory, config, result, app.clock.now())
    if (result.status !== 'ok') return { result: failureOf(result), callsSent: sent }
    sent++
  }
  return { result: { status: 'sent' }, callsSent: sent }
}
