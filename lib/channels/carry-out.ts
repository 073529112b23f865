import type { App } from '../app.ts'
import { receiveMessage } from '../bots/converse.ts'
import { handOnTurn } from '../bots/hand-on.ts'
import { execute } from '../conversations/execute.ts'
import { defined } from '../defined.ts'
import { inParallel } from '../effects/parallel.ts'
import type { ChannelConfig } from '../protocol/channels.ts'
import type { InboundMessage } from '../protocol/message.ts'
import { InterludeError } from '../protocol/problem.ts'
import { type Address, sessionId } from '../session/session.ts'
import type { AccountEvent, ChannelEvent } from './channel.ts'
import { deliveryMode } from './delivery-mode.ts'
import { elsewhereOf } from './elsewhere.ts'
import { followControl, followStandby } from './follow-control.ts'
import { noteRemark } from './remarks.ts'

type Config = ChannelConfig

const CONVERSATIONS_AT_ONCE = 16

/**
 * Carries out the events of one request of a platform: conversations in parallel, the events of one conversation in
 * order. Every event is a command with the platform's own id, so a request that comes again changes nothing. Does not
 * wait for any bot. Throws the first failure after all conversations had their turn: the platform then sends the request
 * again.
 */
export async function carryOutEvents(app: App, events: readonly AccountEvent<Config>[]): Promise<void> {
  const byConversation = Map.groupBy(events, each => sessionId(addressOf(each)))
  const failures = await inParallel([...byConversation], CONVERSATIONS_AT_ONCE, async ([id, ofConversation]) => {
    for (const each of ofConversation) await carryOutOrSkip(app, id, each)
  })
  for (const { error } of failures) throw error
}

function addressOf({ account: { botId, channel }, userId }: AccountEvent<Config>): Address {
  return { botId, channel, userId }
}

/** Skips an event that can never be carried out, so that it does not hold back the ones behind it. */
async function carryOutOrSkip(app: App, session: string, event: AccountEvent<Config>): Promise<void> {
  try {
    await carryOut(app, event)
  } catch (error) {
    if (!(error instanceof InterludeError) || error.status >= 500) throw error
    app.log.warn("a platform's event was dropped", { session, event: event.event.kind, code: error.code })
  }
}

async function carryOut(app: App, { account, userId, event, standby }: AccountEvent<Config>): Promise<void> {
  const address = addressOf({ account, userId, event })
  switch (event.kind) {
    case 'message':
      if (standby) await followStandby(app, address, account.config, event.message)
      return await receive(app, address, event.message)
    case 'sentElsewhere':
      return await sentElsewhere(app, address, account.config, event)
    case 'control':
      return await followControl(app, address, account.config, event)
    case 'remark':
      return await noteRemark(app, address, event)
    case 'sentByUs':
    case 'receipt':
      // Not carried out yet.
      return
    default:
      return event satisfies never
  }
}

/** Commits a user's message, and passes its turn to the asker. */
async function receive(app: App, address: Address, message: InboundMessage): Promise<void> {
  const { session, received } = await receiveMessage(app, address, message)
  const { seq, turn, call } = received
  if (!call || turn.status !== 'open') return
  await handOnTurn(app, { botId: address.botId, session: session.id, seq, attempt: turn.attempt })
}

/** Logs what a person sent past Interlude, and takes the conversation from the bot, as configured. */
async function sentElsewhere(
  app: App,
  address: Address,
  config: Config,
  { id, at, message }: Extract<ChannelEvent, { kind: 'sentElsewhere' }>,
): Promise<void> {
  const { elsewhere, by } = elsewhereOf(config)
  if (elsewhere === 'ignore') return
  const delivery = deliveryMode((await app.directory.bot(address.botId)).config, address.channel)
  await execute(app, address, {
    verb: 'say',
    id,
    by,
    message,
    delivery,
    sentElsewhere: { ...defined({ at }), pauses: elsewhere === 'pause' },
  })
}
