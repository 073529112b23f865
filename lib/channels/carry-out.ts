import type { App } from '../app.ts'
import { receiveAndHandOn } from '../bots/hand-on.ts'
import { execute } from '../conversations/execute.ts'
import { defined } from '../defined.ts'
import { inParallel } from '../effects/parallel.ts'
import type { ChannelConfig } from '../protocol/channels.ts'
import { InterludeError } from '../protocol/problem.ts'
import { joinReceipts, NO_RECEIPTS, type Receipts } from '../session/receipts.ts'
import { type Address, sessionId } from '../session/session.ts'
import type { AccountEvent, ChannelEvent } from './channel.ts'
import { deliveryFor } from './delivery-mode.ts'
import { elsewhereOf } from './elsewhere.ts'
import { followControl, followStandby } from './follow-control.ts'
import { receiptNews, sentNews } from './receipts.ts'
import { noteRemark } from './remarks.ts'

type Config = ChannelConfig

const CONVERSATIONS_AT_ONCE = 16

/**
 * Carries out the events of one request of a platform: conversations in parallel, the events of one conversation in
 * order, and its receipts together at the end. Every other event is a command with the platform's own id, so a request
 * that comes again changes nothing. Does not wait for any bot. Throws the first failure after all conversations had their
 * turn: the platform then sends the request again.
 */
export async function carryOutEvents(app: App, events: readonly AccountEvent<Config>[]): Promise<void> {
  const byConversation = Map.groupBy(events, each => sessionId(addressOf(each)))
  const failures = await inParallel([...byConversation], CONVERSATIONS_AT_ONCE, async ([id, ofConversation]) => {
    let news = NO_RECEIPTS
    for (const each of ofConversation) news = joinReceipts(news, await carryOutOrSkip(app, id, each))
    const [first] = ofConversation
    if (first && news !== NO_RECEIPTS) await app.receipts.add(addressOf(first), news)
  })
  for (const { error } of failures) throw error
}

function addressOf({ account: { botId, channel }, userId }: AccountEvent<Config>): Address {
  return { botId, channel, userId }
}

/**
 * Carries out an event, and returns what it says of receipts. Skips one that can never be carried out, so that it does
 * not hold back the ones behind it.
 */
async function carryOutOrSkip(app: App, session: string, event: AccountEvent<Config>): Promise<Receipts> {
  try {
    return (await carryOut(app, session, event)) ?? NO_RECEIPTS
  } catch (error) {
    if (!(error instanceof InterludeError) || error.status >= 500) throw error
    app.log.warn("a platform's event was dropped", { session, event: event.event.kind, code: error.code })
    return NO_RECEIPTS
  }
}

async function carryOut(
  app: App,
  session: string,
  { account, userId, event, standby }: AccountEvent<Config>,
): Promise<Receipts | undefined> {
  const address = addressOf({ account, userId, event })
  switch (event.kind) {
    case 'message':
      if (standby) await followStandby(app, address, account.config, event.message)
      await receiveAndHandOn(app, address, event.message)
      return undefined
    case 'sentElsewhere':
      return await sentElsewhere(app, address, account.config, event)
    case 'control':
      await followControl(app, address, account.config, event)
      return undefined
    case 'remark':
      await noteRemark(app, address, event)
      return undefined
    case 'sentByUs':
    case 'receipt':
      return receiptNews(event, session)
    default:
      return event satisfies never
  }
}

/**
 * Logs what a person sent past Interlude, and takes the conversation from the bot, as configured. Returns when the
 * platform sent it: receipts name it, too.
 */
async function sentElsewhere(
  app: App,
  address: Address,
  config: Config,
  { id, at, message }: Extract<ChannelEvent, { kind: 'sentElsewhere' }>,
): Promise<Receipts | undefined> {
  const { elsewhere, by } = elsewhereOf(config)
  if (elsewhere === 'ignore') return undefined
  const { outcome } = await execute(app, address, {
    verb: 'say',
    id,
    by,
    message,
    delivery: await deliveryFor(app, address),
    sentElsewhere: { ...defined({ at }), pauses: elsewhere === 'pause' },
  })
  return sentNews(outcome.seq, at)
}
