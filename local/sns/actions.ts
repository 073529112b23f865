import { randomUUID } from 'node:crypto'
import type { Delivery } from './delivery.ts'
import { readEndpoint } from './endpoint.ts'
import { invalidParameter, SnsError } from './errors.ts'
import { bytesOf, MAX_BYTES, type Message, readMessage } from './message.ts'
import type { Query } from './query.ts'
import { OWNER, type Registry, type Subscription } from './registry.ts'
import type { XmlStructure } from './xml.ts'

export interface Service {
  readonly registry: Registry
  readonly delivery: Delivery
  readonly now: () => Date
}

/** An action of the API: reads its parameters and returns its result. Throws the errors that SNS throws. */
export type Action = (query: Query, service: Service) => XmlStructure

const PENDING = 'pending confirmation'

const createTopic: Action = (query, { registry }) => ({ TopicArn: registry.createTopic(query.required('Name')).arn })

const subscribe: Action = (query, { registry, delivery, now }) => {
  const topicArn = registry.topic(query.required('TopicArn'))
  const { protocol, endpoint } = readEndpoint(query.required('Protocol'), query.optional('Endpoint') ?? '')
  let attributes: ReturnType<typeof readAttribute> = {}
  for (const [name, value] of query.map('Attributes')) attributes = { ...attributes, ...readAttribute(name, value) }
  const subscription = registry.subscribe({
    topicArn,
    protocol,
    endpoint,
    ...attributes,
    confirmed: protocol === 'sms',
  })
  if (!subscription.confirmed) delivery.askToConfirm(subscription, randomUUID(), now())
  const tell = subscription.confirmed || query.optional('ReturnSubscriptionArn') === 'true'
  return { SubscriptionArn: tell ? subscription.arn : PENDING }
}

const confirmSubscription: Action = (query, { registry }) => {
  const topicArn = registry.topic(query.required('TopicArn'))
  return { SubscriptionArn: registry.confirm(topicArn, query.required('Token')).arn }
}

const unsubscribe: Action = (query, { registry }) => {
  const arn = query.required('SubscriptionArn')
  if (arn === PENDING || arn === 'PendingConfirmation') throw invalidParameter('SubscriptionArn')
  registry.unsubscribe(arn)
  return {}
}

const getSubscriptionAttributes: Action = (query, { registry }) => {
  const subscription = registry.subscription(query.required('SubscriptionArn'))
  const attributes = new Map([
    ['SubscriptionArn', subscription.arn],
    ['TopicArn', subscription.topicArn],
    ['Protocol', subscription.protocol],
    ['Endpoint', subscription.endpoint],
    ['Owner', OWNER],
    ['PendingConfirmation', String(!subscription.confirmed)],
    ['ConfirmationWasAuthenticated', 'false'],
    ['RawMessageDelivery', String(subscription.raw)],
  ])
  if (subscription.filterPolicy !== undefined)
    attributes.set('FilterPolicy', subscription.filterPolicy).set('FilterPolicyScope', 'MessageAttributes')
  return { Attributes: attributes }
}

const setSubscriptionAttributes: Action = (query, { registry }) => {
  const name = query.required('AttributeName')
  registry.change(query.required('SubscriptionArn'), readAttribute(name, query.optional('AttributeValue') ?? ''))
  return {}
}

const readAttribute = (name: string, value: string): Partial<Pick<Subscription, 'raw' | 'filterPolicy'>> => {
  switch (name) {
    case 'FilterPolicy':
      return { filterPolicy: value }
    case 'FilterPolicyScope':
      if (value === 'MessageAttributes') return {}
      throw invalidParameter('FilterPolicyScope: policies on bodies are not supported here')
    case 'RawMessageDelivery':
      if (value === 'true' || value === 'false') return { raw: value === 'true' }
      throw invalidParameter('RawMessageDelivery')
    default:
      throw invalidParameter(`AttributeName: ${name} is not supported here`)
  }
}

/** The most subscriptions on a page of a list. */
const PAGE = 100

/** Tells no ARN of a pending subscription. The token of a page is the position of its first subscription. */
const listSubscriptionsByTopic: Action = (query, { registry }) => {
  const token = query.optional('NextToken') ?? '0'
  if (!/^\d{1,9}$/.test(token)) throw invalidParameter('NextToken')
  const from = Number(token)
  const all = registry.of(registry.topic(query.required('TopicArn')))
  return {
    Subscriptions: all.slice(from, from + PAGE).map(({ arn, confirmed, ...subscription }) => ({
      SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
      Owner: OWNER,
      Protocol: subscription.protocol,
      Endpoint: subscription.endpoint,
      TopicArn: subscription.topicArn,
    })),
    NextToken: all.length > from + PAGE ? String(from + PAGE) : undefined,
  }
}

const publish: Action = (query, service) => {
  const phone = query.optional('PhoneNumber')
  if (phone !== undefined) {
    const { endpoint } = readEndpoint('sms', phone)
    const message = readMessage(query, service.now())
    service.delivery.letter('sms', endpoint, message, message.text('sms'))
    return { MessageId: message.id }
  }
  const topicArn = query.optional('TopicArn') ?? query.optional('TargetArn') ?? ''
  if (topicArn === '') throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter')
  const message = readMessage(query, service.now())
  fanOut(service.registry.topic(topicArn), message, service)
  return { MessageId: message.id }
}

const fanOut = (topicArn: string, message: Message, { registry, delivery }: Service): void => {
  for (const subscription of registry.of(topicArn))
    if (subscription.confirmed && registry.filter(subscription.filterPolicy)(message.attributes))
      delivery.notify(subscription, message)
}

const publishBatch: Action = (query, service) => {
  const topicArn = service.registry.topic(query.required('TopicArn'))
  const entries = query.list('PublishBatchRequestEntries')
  const ids = entries.map(entry => entry.optional('Id') ?? '')
  if (entries.length === 0) throw new SnsError('EmptyBatchRequest', "The batch request doesn't contain any entries.")
  if (entries.length > 10)
    throw new SnsError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.')
  if (!ids.every(id => /^[\w-]{1,80}$/.test(id)))
    throw new SnsError(
      'InvalidBatchEntryId',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    )
  if (new Set(ids).size < ids.length)
    throw new SnsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.')
  if (entries.reduce((bytes, entry) => bytes + bytesOf(entry), 0) > MAX_BYTES)
    throw new SnsError(
      'BatchRequestTooLong',
      'The length of all the batch messages put together is more than the limit.',
    )

  const successful: XmlStructure[] = []
  const failed: XmlStructure[] = []
  for (const [index, entry] of entries.entries()) {
    const Id = ids[index]
    try {
      const message = readMessage(entry, service.now())
      fanOut(topicArn, message, service)
      successful.push({ Id, MessageId: message.id })
    } catch (error) {
      if (!(error instanceof SnsError)) throw error
      failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true })
    }
  }
  return { Successful: successful, Failed: failed }
}

export const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['CreateTopic', createTopic],
  ['Subscribe', subscribe],
  ['ConfirmSubscription', confirmSubscription],
  ['Unsubscribe', unsubscribe],
  ['GetSubscriptionAttributes', getSubscriptionAttributes],
  ['SetSubscriptionAttributes', setSubscriptionAttributes],
  ['ListSubscriptionsByTopic', listSubscriptionsByTopic],
  ['Publish', publish],
  ['PublishBatch', publishBatch],
])

/** The actions of links in messages, which need no signature. */
export const BY_LINK: ReadonlySet<string> = new Set(['ConfirmSubscription', 'Unsubscribe'])
