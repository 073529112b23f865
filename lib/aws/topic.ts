import {
  FilterPolicyLimitExceededException,
  GetSubscriptionAttributesCommand,
  InvalidParameterException,
  NotFoundException,
  SetSubscriptionAttributesCommand,
  SNSClient,
  type SNSClientConfig,
  SubscribeCommand,
  SubscriptionLimitExceededException,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import type { AlertScope, AlertTopic, ChangeOutcome } from '../ports/subscriptions.ts'
import { InterludeError } from '../protocol/problem.ts'
import { AlertFilter } from '../protocol/subscription.ts'

/** Makes the client of SNS, and the topic over it. */
export function openTopic(config: SNSClientConfig, topicArn: string): AlertTopic {
  return snsTopic(new SNSClient(config), topicArn)
}

const ID = 'sub_'
/** No bot can have this id, so no alert passes. */
const NO_BOT = 'removed in Interlude'

/**
 * Subscriptions to an SNS topic. The filter policy of a subscription names its bot. The id of a subscription is the end
 * of its ARN, which SNS makes before the subscription is confirmed.
 */
export function snsTopic(client: SNSClient, topicArn: string): AlertTopic {
  const arnOf = (id: string) => `${topicArn}:${id.slice(ID.length)}`

  const subscribe = async (protocol: string, endpoint: string, policy?: string): Promise<string> => {
    const input = { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint, ReturnSubscriptionArn: true }
    const command = new SubscribeCommand({
      ...input,
      ...(policy !== undefined && { Attributes: { FilterPolicy: policy } }),
    })
    const { SubscriptionArn = '' } = await client.send(command)
    return ID + SubscriptionArn.slice(topicArn.length + 1)
  }

  const read: AlertTopic['read'] = async id => {
    const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: arnOf(id) })
    const attributes = await client.send(command).then(({ Attributes = {} }) => Attributes, undefinedIfGone)
    if (!attributes) return { status: 'ended' }
    const scope = attributes.FilterPolicyScope === 'MessageBody' ? undefined : scopeOf(attributes.FilterPolicy)
    return { status: attributes.PendingConfirmation === 'true' ? 'pending' : 'confirmed', ...(scope && { scope }) }
  }

  const setPolicy = async (id: string, policy: string): Promise<ChangeOutcome> => {
    const what = { AttributeName: 'FilterPolicy', AttributeValue: policy }
    return await changed(client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: arnOf(id), ...what })))
  }

  return {
    subscribe: async ({ protocol, endpoint, ...scope }) => {
      // One machine may be called without encryption, and SNS has its own protocol for that.
      const of = protocol === 'https' && endpoint.startsWith('http:') ? 'http' : protocol
      try {
        return { status: 'subscribed', id: await subscribe(of, endpoint, policyOf(scope)) }
      } catch (error) {
        if (isFull(error)) return { status: 'full' }
        if (!(error instanceof InvalidParameterException)) throw unavailable(error)
        if (!error.message.includes('already exists with different attributes')) return refused(error)
      }
      return await reached(async () => {
        // Without attributes, SNS returns the subscription that exists.
        const id = await subscribe(of, endpoint)
        const { scope: found } = await read(id)
        if (found?.botId !== NO_BOT) return { status: 'taken', id, ...(found && { botId: found.botId }) }
        const outcome = await setPolicy(id, policyOf(scope))
        switch (outcome.status) {
          case 'done':
            return { status: 'subscribed', id }
          case 'gone':
          case 'pending':
            return { status: 'taken', id }
          case 'full':
          case 'refused':
            return outcome
          default:
            return outcome satisfies never
        }
      })
    },

    read: async id => await reached(async () => await read(id)),

    setScope: async (id, scope) => await reached(async () => await setPolicy(id, policyOf(scope))),

    remove: async id =>
      await reached(async () => {
        const outcome = await changed(client.send(new UnsubscribeCommand({ SubscriptionArn: arnOf(id) })))
        if (outcome.status !== 'pending') return outcome
        // SNS deletes it after two days if nobody confirms it.
        return await setPolicy(id, JSON.stringify({ botId: [NO_BOT] }))
      }),
  }
}

/** The filter policy of a scope. */
function policyOf({ botId, filter }: AlertScope): string {
  return JSON.stringify({ botId: [botId], ...filter })
}

/** The scope that a filter policy was made from. Undefined if it has another shape. */
function scopeOf(policy: string | undefined): AlertScope | undefined {
  try {
    const { botId, ...rest } = JSON.parse(policy ?? '') as Readonly<Record<string, unknown>>
    if (!Array.isArray(botId) || botId.length !== 1 || typeof botId[0] !== 'string') return undefined
    const filter = AlertFilter.safeParse(rest)
    return filter.success ? { botId: botId[0], filter: filter.data } : undefined
  } catch {
    return undefined
  }
}

async function changed(sending: Promise<unknown>): Promise<ChangeOutcome> {
  try {
    await sending
    return { status: 'done' }
  } catch (error) {
    if (error instanceof NotFoundException) return { status: 'gone' }
    if (isFull(error)) return { status: 'full' }
    if (!(error instanceof InvalidParameterException)) throw error
    return error.message.includes('pending confirmation') ? { status: 'pending' } : refused(error)
  }
}

function undefinedIfGone(error: unknown): undefined {
  if (!(error instanceof NotFoundException)) throw error
}

const isFull = (error: unknown): boolean =>
  error instanceof FilterPolicyLimitExceededException || error instanceof SubscriptionLimitExceededException

function refused({ message }: InvalidParameterException) {
  return { status: 'refused', reason: message.replace(/^Invalid parameter: /, '') } as const
}

async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw unavailable(error)
  }
}

/** The error for a failure that may pass. Returns other errors as they are, such as a missing permission. */
function unavailable(error: unknown): unknown {
  const status = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode ?? 503
  const mayPass = status >= 500 || status === 429 || (error as Error).name.startsWith('Throttl')
  if (!mayPass) return error
  return new InterludeError('alerts.unavailable', 'SNS cannot be reached; try again', {
    retryAfterSeconds: 1,
    cause: error,
  })
}
