import type { App } from '../app.ts'
import { botIfAny } from '../bots/bot-if-any.ts'
import type { Channel, PlatformControl, Side } from '../channels/channel.ts'
import { channelFor } from '../channels/channels.ts'
import { elsewhereOf } from '../channels/elsewhere.ts'
import { THREAD_CONTROL } from '../channels/follow-control.ts'
import { loadOrNew } from '../conversations/load.ts'
import { type ChannelConfig, channelOf } from '../protocol/channels.ts'
import type { Entry } from '../protocol/entry.ts'
import type { Session } from '../session/session.ts'
import { deliverPending } from './deliver.ts'

/** A channel whose platform lets one side answer, and whose configuration lets Interlude choose the side. */
interface Moved {
  readonly config: ChannelConfig
  readonly control: PlatformControl<ChannelConfig>
}

/** Undefined also if there is no such bot: its users still wait for a person, whom an alert calls. */
async function movedOf({ directory }: App, { botId, channel, delivery }: Session): Promise<Moved | undefined> {
  // Every message of a platform's channel leaves through it. Other conversations need no look at the bot.
  if (delivery !== 'all') return undefined
  const bot = await botIfAny(directory, botId)
  const config = bot && channelOf(bot.config, channel)
  const { control }: Pick<Channel, 'control'> = config ? await channelFor(config) : { control: 'none' }
  return config && control !== 'none' && control.isMoved(config) ? { config, control } : undefined
}

/** Says whether entries of a conversation may move the control that one side has at the platform. */
export async function movesControl(app: App, session: Session, entries: readonly Entry[]): Promise<boolean> {
  if (!entries.some(entry => mayMove(entry, undefined))) return false
  const moved = await movedOf(app, session)
  return moved !== undefined && entries.some(entry => mayMove(entry, elsewhereOf(moved.config).by.id))
}

/** `there`: the id of the people at the platform, who move control themselves. */
function mayMove(entry: Entry, there: string | undefined): boolean {
  switch (entry.kind) {
    case 'paused':
      // An agent who pauses has the conversation at once.
      return entry.by.type !== 'agent'
    case 'assigned':
      return entry.agent.id === undefined || entry.agent.id !== there
    case 'resumed':
      return entry.by.id === undefined || entry.by.id !== there
    case 'transferred':
    // The first attempt may have failed because another application had control.
    case 'redelivery':
      return true
    case 'message':
    case 'withheld':
    case 'declined':
    case 'snoozed':
    case 'woken':
    case 'note':
    case 'tagged':
    case 'alerted':
    case 'rated':
    case 'acknowledged':
    case 'undeliverable':
    case 'proposed':
    case 'reviewed':
    case 'supervised':
      return false
    default:
      return entry satisfies never
  }
}

/** The side that shall have control. Undefined: the one that has it. */
function sideFor({ control }: Session, there: string | undefined): Side | undefined {
  if (control.holder !== 'human') return 'interlude'
  if (control.handoff.status === 'assigned') return control.handoff.agent.id === there ? undefined : 'interlude'
  return control.trigger === THREAD_CONTROL ? undefined : 'people'
}

/**
 * Moves control of a conversation at its platform to the side that shall have it, and delivers the outstanding messages
 * while Interlude has it: takes control before, and gives it away after them. Gives nothing away while a message waits for
 * its next try; that one calls this function again. A failure to move control is logged, and holds nothing back.
 */
export async function deliverInControl(
  app: App,
  session: Session,
  { delivery, control }: { readonly delivery: boolean; readonly control: boolean },
): Promise<void> {
  const target = { id: session.id, botId: session.botId }
  const moved = control ? await movedOf(app, session) : undefined
  const side = moved && sideFor(session, elsewhereOf(moved.config).by.id)
  if (moved && side === 'interlude') await move(app, session, moved, side)
  if (delivery) await deliverPending(app, target)
  if (!moved || side !== 'people') return
  const { session: now } = await loadOrNew(app, target)
  const isOver = sideFor(now, elsewhereOf(moved.config).by.id) !== 'people'
  const isOwed = now.deliveryClaim !== undefined || (now.newestOutgoing?.seq ?? 0) > now.claimedUpTo
  if (!isOver && !isOwed) await move(app, now, moved, 'people')
}

const FAILED = 'control of a conversation at its platform was not moved'

/** Messages wait for a move, so a second attempt begins only within this time (ms). */
const AGAIN_MS = 1_000

async function move(app: App, { id, userId }: Session, { config, control }: Moved, to: Side): Promise<void> {
  const startedAt = app.clock.now()
  const isEarly = () => app.clock.now() - startedAt < AGAIN_MS
  try {
    const first = await control.move(app, to, userId, config)
    const result = first.status === 'retry' && isEarly() ? await control.move(app, to, userId, config) : first
    if (result.status !== 'ok') app.log.warn(FAILED, { session: id, to, ...result })
  } catch (error) {
    app.log.warn(FAILED, { session: id, to, error: String(error) })
  }
}
