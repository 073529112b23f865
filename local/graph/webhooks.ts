import { setTimeout as sleepFor } from 'node:timers/promises'
import type { Log } from '../../lib/ports/system.ts'
import type { Instant } from '../../lib/session/session.ts'
import { batches, type Disturbance, type Notice, notificationOf } from './batches.ts'
import { escapedJson, signatureOf } from './escape.ts'
import { seeded } from './random.ts'

/**
 * Waits between the attempts to deliver a notification, in ms: a few at once, then for up to an hour.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks
 */
export const RETRY_DELAYS_MS: readonly number[] = [0, 1_000, 5_000, 30_000, 120_000, 600_000, 1_200_000, 1_644_000]
/** How long a callback may take to answer, by the same page. */
const ANSWER_WITHIN_MS = 5_000
/** How long a disturbed delivery waits for events that it can send together. */
const GATHER_MS = 5
/** How many attempts, and events of a conversation that wait, memory keeps: the newest ones. */
const KEPT = 1_000

export interface WebhookOptions {
  readonly log: Log
  readonly now: () => Instant
  readonly retryDelaysMs: readonly number[]
  /** Called when a notification was never accepted: Meta then ends the page's subscription. */
  readonly onGivenUp: (notice: Notice) => void
}

/** An attempt to deliver a notification. */
export interface Attempt {
  readonly appId: string
  readonly body: string
  /** Counted from 1. */
  readonly attempt: number
  /** The status of the answer, or why there was none. */
  readonly outcome: number | string
}

/** The events of one conversation for one application, which are sent in order. */
interface Lane {
  readonly pending: Notice[]
  isRunning: boolean
}

/** Delivers notifications to the callbacks of applications, in the background. */
export class Webhooks {
  readonly #options: WebhookOptions
  readonly #lanes = new Map<string, Lane>()
  readonly #stop = new AbortController()
  readonly #underWay = new Set<Promise<void>>()
  /** Since when events are held. */
  #heldSince: Instant | undefined
  #disturbance: Disturbance | undefined
  /** The newest attempts. Old ones are dropped. */
  readonly attempts: Attempt[] = []
  /** How many attempts had each outcome. */
  readonly outcomes = new Map<Attempt['outcome'], number>()

  constructor(options: WebhookOptions) {
    this.#options = options
  }

  /** Delivers an event. Events of one conversation are sent in order, each after the first attempt of the one before. */
  push(notice: Notice): void {
    const key = this.#disturbance === undefined ? `${notice.app.id} ${notice.key}` : notice.app.id
    const lane = this.#lanes.get(key) ?? { pending: [], isRunning: false }
    this.#lanes.set(key, lane)
    lane.pending.push(notice)
    if (lane.pending.length > KEPT) lane.pending.shift()
    this.#start(key, lane)
  }

  /** Keeps events until `release`. */
  hold(): void {
    this.#heldSince = this.#options.now()
  }

  release(): void {
    this.#heldSince = undefined
    for (const [key, lane] of this.#lanes) this.#start(key, lane)
  }

  /** Delivers events from now on in another order, twice, late or several in a request. Undefined: as Meta usually does. */
  disturb(disturbance: (Partial<Omit<Disturbance, 'random'>> & { readonly seed: number }) | undefined): void {
    this.#disturbance =
      disturbance === undefined
        ? undefined
        : { reorder: 0, duplicate: 0, batch: 0, delayMs: 0, ...disturbance, random: seeded(disturbance.seed) }
  }

  /** Resolves when every event that is not held was delivered or given up. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  /** Waits up to `graceMs` for deliveries, then aborts them and their retries. */
  async close(graceMs: number): Promise<void> {
    const impatience = setTimeout(() => this.#stop.abort(), graceMs)
    await this.idle()
    clearTimeout(impatience)
    this.#stop.abort()
  }

  #start(key: string, lane: Lane): void {
    if (this.#heldSince !== undefined || lane.isRunning || lane.pending.length === 0 || this.#stop.signal.aborted)
      return
    lane.isRunning = true
    this.#track(
      this.#run(lane).finally(() => {
        lane.isRunning = false
        if (lane.pending.length === 0) this.#lanes.delete(key)
        else this.#start(key, lane)
      }),
    )
  }

  async #run(lane: Lane): Promise<void> {
    while (lane.pending.length > 0 && this.#heldSince === undefined && !this.#stop.signal.aborted) {
      const disturbance = this.#disturbance
      if (disturbance === undefined) {
        await this.#deliver(lane.pending.splice(0, 1))
        continue
      }
      await this.#sleep(GATHER_MS + disturbance.delayMs * disturbance.random())
      for (const batch of batches(lane.pending.splice(0), disturbance)) await this.#deliver(batch)
    }
  }

  /** Makes the first attempt. The others follow in the background, so that later events overtake a failed one. */
  async #deliver(batch: readonly Notice[]): Promise<void> {
    const [first] = batch
    if (first === undefined) return
    const body = escapedJson(notificationOf(batch, this.#options.now(), this.#disturbance?.random))
    if (await this.#attempt(first, body, 1)) return
    this.#track(this.#retry(batch, first, body))
  }

  async #retry(batch: readonly Notice[], first: Notice, body: string): Promise<void> {
    let attempt = 1
    for (const waitMs of this.#options.retryDelaysMs) {
      await this.#sleep(waitMs)
      if (this.#stop.signal.aborted || (await this.#attempt(first, body, ++attempt))) return
    }
    if (this.#stop.signal.aborted) return
    for (const notice of batch) this.#options.onGivenUp(notice)
  }

  async #attempt({ app }: Notice, body: string, attempt: number): Promise<boolean> {
    const outcome = await this.#post(app.callbackUrl, body, app.secret)
    this.attempts.push({ appId: app.id, body, attempt, outcome })
    if (this.attempts.length > KEPT) this.attempts.shift()
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
    if (outcome === 200) return true
    this.#options.log.warn('a webhook of Meta was not accepted', { appId: app.id, attempt, outcome })
    return false
  }

  async #post(url: string | undefined, body: string, secret: string): Promise<number | string> {
    if (url === undefined) return 'no callback'
    try {
      const res = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'facebookexternalua',
          'x-hub-signature-256': signatureOf(body, secret),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      })
      await res.body?.cancel()
      return res.status
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => {
      this.#underWay.delete(tracked)
    })
    this.#underWay.add(tracked)
  }

  async #sleep(ms: number): Promise<void> {
    await sleepFor(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined)
  }
}
