import type { App } from '../app.ts'
import { execute } from '../conversations/execute.ts'
import { loadOrNew } from '../conversations/load.ts'
import type { ChannelConfig } from '../protocol/channels.ts'
import type { Actor } from '../protocol/entry.ts'
import type { InboundMessage } from '../protocol/message.ts'
import type { Address, Session } from '../session/session.ts'
import type { ChannelEvent } from './channel.ts'
import { channelFor } from './channels.ts'
import { deliveryFor } from './delivery-mode.ts'
import { elsewhereOf } from './elsewhere.ts'

/** The cause of a pause that another application's control of the conversation brings. */
export const THREAD_CONTROL = 'thread_control'

type Change = Omit<Extract<ChannelEvent, { kind: 'control' }>, 'kind'>

/**
 * Pauses while another application controls the conversation, and gives the conversation to the bot when that application
 * gives control back, if the channel's configuration says so. If Interlude moves control itself, the events of its own calls
 * say nothing new.
 */
export async function followControl(app: App, address: Address, config: ChannelConfig, event: Change): Promise<void> {
  if (!follows(config)) return
  const isMoved = await movesItself(config)
  if (event.own && isMoved) return
  const by = { ...elsewhereOf(config).by, name: event.by }
  if (event.change === 'taken') return await pause(app, address, event.id, by)
  const { session } = await loadOrNew(app, address)
  if (isElsewhere(session, by) && (isMoved || session.control.trigger === THREAD_CONTROL)) {
    await execute(app, address, { verb: 'unpause', id: event.id, by, outcome: 'returned' })
  }
}

/**
 * Pauses because a message came on standby: another application controls the conversation, whether or not Interlude heard
 * of the change. A message from before the bot got the conversation is late, and says nothing of now.
 */
export async function followStandby(
  app: App,
  address: Address,
  config: ChannelConfig,
  { id, at }: InboundMessage,
): Promise<void> {
  if (!follows(config) || (at !== undefined && Date.parse(at) < (await resumedAt(app, address)))) return
  await pause(app, address, `standby:${id}`, { ...elsewhereOf(config).by, name: 'another app' })
}

const follows = (config: ChannelConfig) => 'threadControl' in config && config.threadControl === 'follow'

async function movesItself(config: ChannelConfig): Promise<boolean> {
  const { control } = await channelFor(config)
  return control !== 'none' && control.isMoved(config)
}

async function pause(app: App, address: Address, id: string, by: Actor): Promise<void> {
  const delivery = await deliveryFor(app, address)
  await execute(app, address, { verb: 'pause', id, by, trigger: THREAD_CONTROL, delivery })
}

type Paused = Session & { readonly control: { readonly holder: 'human' } }

/** Whether people hold the conversation at the platform: no agent of Interlude has it. */
function isElsewhere(session: Session, { id }: Actor): session is Paused {
  const { control } = session
  return control.holder === 'human' && (control.handoff.status === 'pending' || control.handoff.agent.id === id)
}

/** Number of the newest entries among which the last return to the bot is looked for. */
const LOOKED_THROUGH = 50

/** Returns the time (ms) at which the bot last got the conversation back. 0 if that is long ago or never was. */
async function resumedAt({ store, clock }: App, address: Address): Promise<number> {
  const { session } = await loadOrNew({ store, clock }, address)
  if (session.epoch === 0) return 0
  const entries = await store.entries(session.id, { before: session.revision + 1, limit: LOOKED_THROUGH })
  const resumed = entries.findLast(({ kind }) => kind === 'resumed')
  return resumed === undefined ? 0 : Date.parse(resumed.at)
}
