import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { invalidParameter, notFound } from './errors.ts'
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
  confirmed: boolean
  raw: boolean
  filterPolicy?: string
}

interface Stored {
  readonly topics: readonly string[]
  readonly subscriptions: readonly Subscription[]
}

/** Topics and their subscriptions, in memory and, if given, in a file that each change rewrites. */
export class Registry {
  readonly #file: string | undefined
  readonly #topics = new Set<string>()
  readonly #subscriptions = new Map<string, Subscription>()
  /** By policy text, so that each policy is compiled once. */
  readonly #filters = new Map<string, Filter>()

  constructor(file?: string) {
    this.#file = file
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
  subscribe(
    wanted: Pick<Subscription, 'topicArn' | 'protocol' | 'endpoint' | 'confirmed' | 'raw' | 'filterPolicy'>,
  ): Subscription {
    this.filter(wanted.filterPolicy)
    for (const existing of this.of(wanted.topicArn)) {
      if (existing.protocol !== wanted.protocol || existing.endpoint !== wanted.endpoint) continue
      if (existing.raw === wanted.raw && existing.filterPolicy === wanted.filterPolicy) return existing
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes')
    }
    const subscription: Subscription = { ...wanted, arn: `${wanted.topicArn}:${randomUUID()}`, token: randomUUID() }
    this.#subscriptions.set(subscription.arn, subscription)
    this.#save()
    return subscription
  }

  subscription(arn: string): Subscription {
    if (!/^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]{1,256}:[\w-]+$/.test(arn)) throw invalidParameter('SubscriptionArn')
    const subscription = this.#subscriptions.get(arn)
    if (subscription === undefined) throw notFound('Subscription')
    return subscription
  }

  of(topicArn: string): readonly Subscription[] {
    return [...this.#subscriptions.values()].filter(subscription => subscription.topicArn === topicArn)
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
    Object.assign(subscription, change)
    if (change.filterPolicy !== undefined && /^\s*(?:\{\s*\})?\s*$/.test(change.filterPolicy))
      delete subscription.filterPolicy
    this.#save()
  }

  /** Does nothing if there is no such subscription. */
  unsubscribe(arn: string): void {
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
