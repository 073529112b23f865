import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { invalidParameter, notFound, tooManyPolicies } from './errors.ts'
import { type Filter, readFilter } from './filter.ts'
import type { Protocol } from './message.ts'

export const OWNER = '000000000000'
const ARN_START = `arn:aws:sns:us-east-1:${OWNER}:`

export interface Subscription {
  readonly arn: string
  readonly topicArn: string
  readonly protocol: Protocol
  readonly endpoint: string
  /** The secret with which the subscriber confirms. */
  readonly token: string
  /** The time of the request, ISO 8601. Absent in files of older versions. */
  readonly askedAt?: string
  confirmed: boolean
  raw: boolean
  filterPolicy?: string
}

/** Attributes that a request may ask for. An attribute that is absent is not compared with that of an existing subscription. */
export type Wanted = Pick<Subscription, 'topicArn' | 'protocol' | 'endpoint' | 'confirmed'> &
  Partial<Pick<Subscription, 'raw' | 'filterPolicy'>>

/** How long a subscription waits for its confirmation. */
const PENDING_MS = 48 * 3600 * 1000
/** The most filter policies of a topic. */
export const MAX_POLICIES = 200

interface Stored {
  readonly topics: readonly string[]
  readonly subscriptions: readonly Subscription[]
}

/** Topics and their subscriptions, in memory and, if given, in a file that each change rewrites. */
export class Registry {
  readonly #file: string | undefined
  readonly #now: () => Date
  readonly #topics = new Set<string>()
  readonly #subscriptions = new Map<string, Subscription>()
  /** By policy text, so that each policy is compiled once. */
  readonly #filters = new Map<string, Filter>()

  constructor(file?: string, now: () => Date = () => new Date()) {
    this.#file = file
    this.#now = now
    const { topics, subscriptions } = read(file)
    for (const topic of topics) this.#topics.add(topic)
    for (const subscription of subscriptions) this.#subscriptions.set(subscription.arn, subscription)
  }

  /** Returns the topic of a name. Creates it if it is missing (`isNew`). */
  createTopic(name: string): { arn: string; isNew: boolean } {
    if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter('Topic Name')
    const arn = ARN_START + name
    const isNew = !this.#topics.has(arn)
    this.#topics.add(arn)
    if (isNew) this.#save()
    return { arn, isNew }
  }

  /** Throws InvalidParameter if the ARN is not a topic's, NotFound if there is no such topic. */
  topic(arn: string): string {
    if (!/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]{1,256}$/.test(arn)) throw invalidParameter('TopicArn')
    if (!this.#topics.has(arn)) throw notFound('Topic')
    return arn
  }

  /** Subscribes an endpoint once. Throws InvalidParameter if it is subscribed with other attributes. */
  subscribe(wanted: Wanted): Subscription {
    this.filter(wanted.filterPolicy)
    for (const existing of this.of(wanted.topicArn)) {
      if (existing.protocol !== wanted.protocol || existing.endpoint !== wanted.endpoint) continue
      const { raw = existing.raw, filterPolicy = existing.filterPolicy } = wanted
      if (existing.raw === raw && existing.filterPolicy === filterPolicy) return existing
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes')
    }
    if (wanted.filterPolicy !== undefined) this.#refuseOneMore(wanted.topicArn)
    const subscription: Subscription = {
      raw: false,
      ...wanted,
      arn: `${wanted.topicArn}:${randomUUID()}`,
      token: randomUUID(),
      askedAt: this.#now().toISOString(),
    }
    this.#subscriptions.set(subscription.arn, subscription)
    this.#save()
    return subscription
  }

  subscription(arn: string): Subscription {
    if (!/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]{1,256}:[\w-]+$/.test(arn)) throw invalidParameter('SubscriptionArn')
    const subscription = this.#subscriptions.get(arn)
    if (subscription === undefined || this.#isOver(subscription)) throw notFound('Subscription')
    return subscription
  }

  of(topicArn: string): readonly Subscription[] {
    return [...this.#subscriptions.values()].filter(
      subscription => subscription.topicArn === topicArn && !this.#isOver(subscription),
    )
  }

  /** Whether nobody confirmed the subscription in time. */
  #isOver({ confirmed, askedAt }: Subscription): boolean {
    return !confirmed && askedAt !== undefined && this.#now().getTime() - Date.parse(askedAt) > PENDING_MS
  }

  #refuseOneMore(topicArn: string): void {
    const policies = this.of(topicArn).filter(({ filterPolicy }) => filterPolicy !== undefined)
    if (policies.length >= MAX_POLICIES) throw tooManyPolicies()
  }

  confirm(topicArn: string, token: string): Subscription {
    const subscription = this.of(topicArn).find(candidate => candidate.token === token)
    if (subscription === undefined) throw invalidParameter('Token')
    this.change(subscription.arn, { confirmed: true })
    return subscription
  }

  /** Changes a subscription. An empty policy removes the filter. */
  change(arn: string, change: Partial<Pick<Subscription, 'confirmed' | 'raw' | 'filterPolicy'>>): void {
    const subscription = this.subscription(arn)
    this.filter(change.filterPolicy)
    if (change.filterPolicy !== undefined && subscription.filterPolicy === undefined)
      this.#refuseOneMore(subscription.topicArn)
    Object.assign(subscription, change)
    if (change.filterPolicy !== undefined && /^\s*(?:\{\s*\})?\s*$/.test(change.filterPolicy))
      delete subscription.filterPolicy
    this.#save()
  }

  /** Does nothing if there is no such subscription. Throws InvalidParameter if it is not confirmed. */
  unsubscribe(arn: string): void {
    const subscription = this.#subscriptions.get(arn)
    if (subscription && !subscription.confirmed && !this.#isOver(subscription))
      throw invalidParameter('SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation')
    if (this.#subscriptions.delete(arn)) this.#save()
  }

  filter(policy: string | undefined): Filter {
    if (policy === undefined || policy.trim() === '') return () => true
    const filter = this.#filters.get(policy) ?? readFilter(policy)
    this.#filters.set(policy, filter)
    return filter
  }

  #save(): void {
    if (this.#file === undefined) return
    const stored: Stored = { topics: [...this.#topics], subscriptions: [...this.#subscriptions.values()] }
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(`${this.#file}.next`, JSON.stringify(stored, null, 2), { mode: 0o600 })
    renameSync(`${this.#file}.next`, this.#file)
  }
}

const read = (file: string | undefined): Stored => {
  if (file === undefined) return { topics: [], subscriptions: [] }
  try {
    // Needs no check: this class writes the file atomically.
    return JSON.parse(readFileSync(file, 'utf8')) as Stored
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { topics: [], subscriptions: [] }
    throw error
  }
}
