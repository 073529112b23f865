import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../lib/ports/system.ts'
import type { Attributes } from './attributes.ts'
import type { Message } from './message.ts'
import type { Outbox } from './outbox.ts'
import type { Subscription } from './registry.ts'

/** Waits between the attempts to reach an HTTP subscriber, in ms. */
export const RETRY_DELAYS_MS: readonly number[] = [100, 500, 2_000]
/** How long a subscriber may take to answer. */
const ANSWER_WITHIN_MS = 15_000

/** Delivers messages to subscribers: puts e-mail and SMS into the outbox at once, sends HTTP in the background. */
export class Delivery {
  readonly #outbox: Outbox
  readonly #log: Log
  readonly #retryDelaysMs: readonly number[]
  readonly #endpoint: () => string
  readonly #stop = new AbortController()
  readonly #underWay = new Set<Promise<void>>()

  /** `endpoint`: the target of the links to confirm and to unsubscribe. */
  constructor(options: { outbox: Outbox; log: Log; endpoint: () => string; retryDelaysMs: readonly number[] }) {
    this.#outbox = options.outbox
    this.#log = options.log
    this.#endpoint = options.endpoint
    this.#retryDelaysMs = options.retryDelaysMs
  }

  /** Delivers a message to a confirmed subscriber. */
  notify(subscription: Subscription, message: Message): void {
    const { protocol, endpoint, topicArn, arn, raw } = subscription
    const text = message.text(protocol)
    if (protocol === 'email' || protocol === 'sms') {
      this.letter(protocol, endpoint, message, text)
      return
    }
    const unsubscribe = this.#link({ Action: 'Unsubscribe', SubscriptionArn: arn })
    const body = raw ? text : JSON.stringify(notification(message, text, topicArn, unsubscribe, this.#certificate()))
    this.#post(subscription, 'Notification', message.id, body, raw ? { 'x-amz-sns-rawdelivery': 'true' } : {})
  }

  /** Puts an e-mail or a text message into the outbox. Only an e-mail has a subject. */
  letter(protocol: 'email' | 'sms', to: string, { at, subject, attributes }: Message, body: string): void {
    const about = protocol === 'email' && subject !== undefined ? { subject } : {}
    this.#outbox.add({ at, protocol, to, ...about, body, attributes: plain(attributes) })
  }

  /** Asks a new subscriber to confirm: puts the link into the outbox, and also sends it to a subscriber over HTTP. */
  askToConfirm(subscription: Subscription, messageId: string, now: Date): void {
    const { protocol, endpoint, topicArn, token } = subscription
    const at = now.toISOString()
    const link = this.#link({ Action: 'ConfirmSubscription', TopicArn: topicArn, Token: token })
    const text = `You have chosen to subscribe to the topic:\n${topicArn}\n\nTo confirm this subscription, visit\n${link}\n`
    const subject = 'AWS Notification - Subscription Confirmation'
    // A receiver over HTTP may not be able to confirm by itself, so the outbox has the link, too.
    const shown = protocol === 'http' ? 'https' : protocol
    this.#outbox.add({ at, protocol: shown, to: endpoint, subject, body: text, attributes: {} })
    if (protocol === 'email') return
    const body = JSON.stringify({
      Type: 'SubscriptionConfirmation',
      MessageId: messageId,
      Token: token,
      TopicArn: topicArn,
      Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
      SubscribeURL: link,
      Timestamp: at,
      ...UNSIGNED,
      SigningCertURL: this.#certificate(),
    })
    this.#post(subscription, 'SubscriptionConfirmation', messageId, body, {})
  }

  /** Waits up to `graceMs` for deliveries, then aborts them and their retries. */
  async close(graceMs: number): Promise<void> {
    const impatience = setTimeout(() => this.#stop.abort(), graceMs)
    await Promise.all(this.#underWay)
    clearTimeout(impatience)
  }

  #link(parameters: Record<string, string>): string {
    return `${this.#endpoint()}/?${new URLSearchParams(parameters)}`
  }

  #certificate(): string {
    return `${this.#endpoint()}/SimpleNotificationService-local.pem`
  }

  #post(
    { endpoint, topicArn, arn }: Subscription,
    type: string,
    id: string,
    body: string,
    more: Record<string, string>,
  ): void {
    const headers = {
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'x-amz-sns-message-type': type,
      'x-amz-sns-message-id': id,
      'x-amz-sns-topic-arn': topicArn,
      ...(type === 'Notification' ? { 'x-amz-sns-subscription-arn': arn } : {}),
      ...more,
    }
    const delivery = this.#attempts(endpoint, { method: 'POST', headers, body, redirect: 'manual' }).finally(() => {
      this.#underWay.delete(delivery)
    })
    this.#underWay.add(delivery)
  }

  async #attempts(endpoint: string, request: RequestInit): Promise<void> {
    for (const waitMs of [...this.#retryDelaysMs, undefined]) {
      const outcome = await attempt(endpoint, request, this.#stop.signal)
      if (outcome === 'delivered' || this.#stop.signal.aborted) return
      const final = outcome.final || waitMs === undefined
      this.#log.warn('an SNS delivery failed', { endpoint, reason: outcome.reason, final })
      if (final) return
      await sleep(waitMs, undefined, { signal: this.#stop.signal }).catch(() => undefined)
    }
  }
}

const attempt = async (
  endpoint: string,
  request: RequestInit,
  stop: AbortSignal,
): Promise<'delivered' | { reason: string; final: boolean }> => {
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(ANSWER_WITHIN_MS)])
    const res = await fetch(endpoint, { ...request, signal })
    await res.body?.cancel()
    if (res.ok) return 'delivered'
    return { reason: `status ${res.status}`, final: res.status < 500 && res.status !== 429 }
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error), final: false }
  }
}

/** SNS signs its messages. This runner has no key that a receiver should trust. */
const UNSIGNED = { SignatureVersion: '1', Signature: 'EXAMPLE' }

const notification = (message: Message, text: string, topicArn: string, unsubscribe: string, certificate: string) => ({
  Type: 'Notification',
  MessageId: message.id,
  TopicArn: topicArn,
  Subject: message.subject,
  Message: text,
  Timestamp: message.at,
  ...UNSIGNED,
  SigningCertURL: certificate,
  UnsubscribeURL: unsubscribe,
  MessageAttributes:
    message.attributes.size === 0
      ? undefined
      : Object.fromEntries(
          [...message.attributes].map(([name, { type, value }]) => [name, { Type: type, Value: value }]),
        ),
})

const plain = (attributes: Attributes): Record<string, string> =>
  Object.fromEntries([...attributes].map(([name, { value }]) => [name, value]))
