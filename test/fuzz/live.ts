import type { Conversation } from './canary-world.ts'
import type { HttpCase } from './cases.ts'

/** Placeholders for values known only during the run: the current epoch, an open turn, an existing key, and others. */
export const LIVE_EPOCH = 987_654_321
export const LIVE_SEQ = 987_654_322
export const LIVE_KEY = 'live-key'
export const LIVE_HANDOFF = 'live-handoff'
export const LIVE_SUBSCRIPTION = 'live-subscription'

/** A conversation shows this id while people hold it. */
const OPEN_HANDOFF = /"episodeId":"(epi_[\w-]+)"/

const SUBSCRIPTION = /"id":"(sub_[\w-]+)"/

/** Collects current values from answers, so that cases made beforehand can use them. */
export class Live {
  private readonly conversations: readonly Conversation[]
  private readonly turns = new Map<string, { readonly epoch: number; readonly seq: number }>()
  private readonly keys = new Map<string, string>()
  private readonly handoffs = new Map<string, string>()
  private readonly subscriptions = new Map<string, string>()

  constructor(conversations: readonly Conversation[]) {
    this.conversations = conversations
  }

  /** Collects values from an answer. */
  note({ target }: HttpCase, text: string): void {
    const answer = parsed(text)
    if (typeof answer?.session === 'string' && typeof answer.epoch === 'number' && typeof answer.seq === 'number') {
      this.turns.set(answer.session, { epoch: answer.epoch, seq: answer.seq })
    }
    if (typeof answer?.keyId === 'string') this.keys.set(botOf(target), answer.keyId)
    const handoff = OPEN_HANDOFF.exec(text)?.[1]
    if (handoff !== undefined) this.handoffs.set(botOf(target), handoff)
    const subscription = SUBSCRIPTION.exec(text)?.[1]
    if (subscription !== undefined) this.subscriptions.set(botOf(target), subscription)
  }

  /** The case with its placeholders replaced. */
  filled(sent: HttpCase): HttpCase {
    const query = new URLSearchParams(sent.target.split('?')[1])
    const session = this.conversations.find(
      ({ botId, channel, userId, session: id }) =>
        sent.target.includes(id) ||
        sent.target.includes(`/bots/${botId}/channel/${channel}/user/${userId}/`) ||
        (botOf(sent.target) === botId && query.get('channel') === channel && query.get('userId') === userId),
    )?.session
    return {
      ...sent,
      target: sent.target
        .replace(LIVE_KEY, this.keys.get(botOf(sent.target)) ?? LIVE_KEY)
        .replace(LIVE_SUBSCRIPTION, this.subscriptions.get(botOf(sent.target)) ?? LIVE_SUBSCRIPTION)
        .replace(LIVE_HANDOFF, this.handoffs.get(botOf(sent.target)) ?? LIVE_HANDOFF),
      body: sent.body && this.inTurn(sent.body, session),
    }
  }

  /** The text of a frame with its placeholders replaced. */
  filledFrame(text: string): string {
    return this.inTurn(text, this.conversations.find(({ session }) => text.includes(session))?.session)
  }

  private inTurn(text: string, session: string | undefined): string {
    const { epoch = 0, seq = 0 } = (session === undefined ? undefined : this.turns.get(session)) ?? {}
    return text.replaceAll(String(LIVE_EPOCH), String(epoch)).replaceAll(String(LIVE_SEQ), String(seq))
  }
}

function botOf(target: string): string {
  return target.split('/')[4] ?? ''
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
