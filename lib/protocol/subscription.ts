import * as z from 'zod'
import { Priority } from './control.ts'
import { Time } from './ids.ts'
import { isLine } from './line.ts'
import { HttpUrl } from './web-url.ts'

/** The kinds of alerts. */
export const AlertEvent = z.enum(['handoff.requested', 'handoff.reminder']).meta({ id: 'AlertEvent' })
export type AlertEvent = z.infer<typeof AlertEvent>

/** The fields of an alert that a filter may name. Every alert also has `botId`, which Interlude filters by itself. */
export const ALERT_FIELDS = ['event', 'step', 'priority', 'queue', 'channel', 'language', 'trigger'] as const
export type AlertField = (typeof ALERT_FIELDS)[number]

/**
 * Limits of a filter policy in SNS: five fields, one of which is `botId`, and 150 combinations of values (the product
 * of the lengths of its lists).
 */
export const MAX_FILTER_FIELDS = 4
export const MAX_FILTER_COMBINATIONS = 150

const value = z
  .string()
  .min(1)
  .max(256)
  .refine(text => isLine(text) && text.isWellFormed(), 'must be one line without control characters')

const anyOf = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(MAX_FILTER_COMBINATIONS).exactOptional()

/** The number of combinations of a filter's values, as SNS counts them. */
export const combinationsOf = (filter: { readonly [Field in AlertField]?: readonly string[] }): number =>
  ALERT_FIELDS.reduce((product, field) => product * (filter[field]?.length ?? 1), 1)

/** The alerts that a subscription gets: for each named field, those with one of these values. */
export const AlertFilter = z
  .strictObject({
    event: anyOf(AlertEvent),
    step: anyOf(value),
    priority: anyOf(Priority),
    queue: anyOf(value),
    channel: anyOf(value),
    language: anyOf(value),
    trigger: anyOf(value),
  } satisfies Record<AlertField, z.ZodType>)
  .refine(filter => Object.keys(filter).length <= MAX_FILTER_FIELDS, {
    error: `must name at most ${MAX_FILTER_FIELDS} fields`,
  })
  .refine(filter => combinationsOf(filter) <= MAX_FILTER_COMBINATIONS, {
    error: `must have at most ${MAX_FILTER_COMBINATIONS} combinations of values`,
  })
  .meta({
    id: 'AlertFilter',
    description:
      'For each named field, the values that pass. An alert that lacks a named field does not pass. `{}` passes all alerts of the bot.',
  })
export type AlertFilter = z.infer<typeof AlertFilter>

export const SubscriptionProtocol = z.enum(['email', 'sms', 'https'])
export type SubscriptionProtocol = z.infer<typeof SubscriptionProtocol>

const filter = AlertFilter.default({})

/** An address that should get a bot's alerts. */
export const NewSubscription = z
  .discriminatedUnion('protocol', [
    z.strictObject({ protocol: z.literal('email'), endpoint: z.email('must be an e-mail address').max(254), filter }),
    z.strictObject({
      protocol: z.literal('sms'),
      endpoint: z.e164('must be a phone number with its country code: + and 7 to 15 digits'),
      filter,
    }),
    z.strictObject({ protocol: z.literal('https'), endpoint: HttpUrl, filter }),
  ])
  .meta({ id: 'NewSubscription' })
export type NewSubscription = z.infer<typeof NewSubscription>

/**
 * `pending`: the receiver has not confirmed yet, and gets no alerts. `ended`: the receiver did not confirm in time, or
 * unsubscribed.
 */
export const SubscriptionStatus = z.enum(['pending', 'confirmed', 'ended'])
export type SubscriptionStatus = z.infer<typeof SubscriptionStatus>

/** A subscription to a bot's alerts. */
export const AlertSubscription = z
  .object({
    id: z.string(),
    protocol: SubscriptionProtocol,
    endpoint: z.string(),
    status: SubscriptionStatus,
    filter: AlertFilter.exactOptional().meta({
      description: 'Missing if the subscription ended, or if somebody changed its filter outside Interlude.',
    }),
    createdAt: Time,
  })
  .meta({ id: 'AlertSubscription' })
export type AlertSubscription = z.infer<typeof AlertSubscription>
