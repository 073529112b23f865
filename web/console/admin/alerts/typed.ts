import { Priority } from '../../../../lib/protocol/control.ts'
import {
  AlertEvent,
  type AlertField,
  AlertFilter,
  combinationsOf,
  MAX_FILTER_COMBINATIONS,
  MAX_FILTER_FIELDS,
  NewSubscription,
  type SubscriptionProtocol,
} from '../../../../lib/protocol/subscription.ts'

/** The fields with a few known values, and those values. */
export const CHOICES = { priority: Priority.options, event: AlertEvent.options } as const
export type ChoiceField = keyof typeof CHOICES

/** The fields with values that the bot and the operator choose, in display order. */
export const LISTS = ['channel', 'queue', 'language', 'trigger', 'step'] as const
export type ListField = Exclude<AlertField, ChoiceField> & (typeof LISTS)[number]

/** A filter in a form: values that are ticked, and values that are typed, separated by commas. */
export type TypedFilter = Readonly<Record<ChoiceField, readonly string[]> & Record<ListField, string>>

/** Puts a filter into a form. */
export function typedOf(filter: AlertFilter): TypedFilter {
  const lists = LISTS.map(field => [field, (filter[field] ?? []).join(', ')] as const)
  const { priority = [], event = [] } = filter
  return { priority, event, ...(Object.fromEntries(lists) as Record<ListField, string>) }
}

export type FilterFault = 'fields' | 'values' | 'combinations'

/** The filter in a form, or what is wrong with it. Each value counts once. */
export function filterIn(
  typed: TypedFilter,
): { readonly status: 'good'; readonly filter: AlertFilter } | { readonly status: 'bad'; readonly fault: FilterFault } {
  const given = [
    ...(['priority', 'event'] as const).map(field => [field, typed[field]] as const),
    ...LISTS.map(field => [field, valuesIn(typed[field])] as const),
  ].filter(([, values]) => values.length > 0)
  const parsed = AlertFilter.safeParse(Object.fromEntries(given))
  if (parsed.success) return { status: 'good', filter: parsed.data }
  if (given.length > MAX_FILTER_FIELDS) return { status: 'bad', fault: 'fields' }
  const isTooMany = combinationsOf(Object.fromEntries(given)) > MAX_FILTER_COMBINATIONS
  return { status: 'bad', fault: isTooMany ? 'combinations' : 'values' }
}

function valuesIn(text: string): readonly string[] {
  const values = text.split(',').map(value => value.trim())
  return [...new Set(values)].filter(value => value !== '')
}

/** An address as it is typed: phone numbers may have spaces, hyphens and brackets. */
export function addressIn(protocol: SubscriptionProtocol, text: string): string {
  return protocol === 'sms' ? text.replace(/[\s()./-]/g, '') : text.trim()
}

/** Whether an address suits its protocol. */
export function isAddress(protocol: SubscriptionProtocol, endpoint: string): boolean {
  return NewSubscription.safeParse({ protocol, endpoint }).success
}
