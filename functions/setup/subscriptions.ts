import type { App } from '../../lib/app.ts'
import { actorOf } from '../../lib/auth/caller.ts'
import { defined } from '../../lib/defined.ts'
import { inParallel } from '../../lib/effects/parallel.ts'
import type { Handler } from '../../lib/http/route.ts'
import type { AlertTopic, ChangeOutcome, StoredSubscription } from '../../lib/ports/subscriptions.ts'
import { InterludeError, invalid } from '../../lib/protocol/problem.ts'
import type { subscriptionRoutes as specs } from '../../lib/protocol/routes/subscriptions.ts'
import type { AlertFilter, AlertSubscription, NewSubscription } from '../../lib/protocol/subscription.ts'
import { isoTime } from '../../lib/session/time.ts'

type Specs = typeof specs

const READ_AT_ONCE = 8
/** More than the filters that SNS allows for a topic. */
const MAX_RECORDS = 1_000

/** Time in which SNS may not know a subscription that it has just made. */
const NEW_MS = 60_000

export const list: Handler<Specs['subscriptions']> = async ({ params: { botId }, query: { cursor, limit } }, app) => {
  const found = await app.store.subscriptions({ botId, limit: limit + 1, ...defined({ after: cursor }) })
  const stored = found.slice(0, limit)
  const views = new Map<string, AlertSubscription>()
  const [failure] = await inParallel(stored, READ_AT_ONCE, async each => {
    views.set(each.id, await viewNow(app, botId, each))
  })
  if (failure) throw failure.error
  const last = stored.at(-1)
  return {
    items: stored.flatMap(({ id }) => views.get(id) ?? []),
    ...(found.length > limit && last && { next: last.id }),
  }
}

export const subscribe: Handler<Specs['subscribe']> = async ({ params: { botId }, body, caller }, app) => {
  checkUrl(app, body)
  const id = await idFor(app, botId, body)
  const { protocol, endpoint } = body
  const known = await app.store.subscription(botId, id)
  const stored = { id, protocol, endpoint, createdAt: known?.createdAt ?? isoTime(app.clock.now()) }
  await app.store.putSubscription(botId, stored)
  await forgetEarlier(app, botId, stored)
  // Not the address: it is a person's.
  app.log.info('subscription to alerts', { botId, subscription: id, protocol, by: actorOf(caller).id })
  return await viewNow(app, botId, stored)
}

/**
 * Subscribes an address, and returns the id. A subscription of this bot that is not stored was left by a request that
 * failed halfway, so it gets the filter of this one.
 */
async function idFor({ alertTopic, store }: App, botId: string, wanted: NewSubscription): Promise<string> {
  const { protocol, endpoint, filter } = wanted
  const outcome = await alertTopic.subscribe({ protocol, endpoint, botId, filter })
  switch (outcome.status) {
    case 'subscribed':
      return outcome.id
    case 'taken': {
      const { id, botId: holder } = outcome
      if (holder !== botId || (await store.subscription(botId, id))) throw exists(botId, holder)
      expectDone(await alertTopic.setScope(id, { botId, filter }))
      return id
    }
    case 'refused':
      throw invalid([{ in: 'body', path: 'endpoint', message: `SNS refuses it: ${outcome.reason}` }])
    case 'full':
      throw tooMany()
    default:
      return outcome satisfies never
  }
}

export const change: Handler<Specs['changeSubscription']> = async (
  { params: { botId, id }, body: { filter }, caller },
  app,
) => {
  const stored = await storedOf(app, botId, id)
  await mustBeOf(app.alertTopic, botId, id)
  expectDone(await app.alertTopic.setScope(id, { botId, filter }))
  app.log.info('filter of a subscription changed', { botId, subscription: id, by: actorOf(caller).id })
  return await viewNow(app, botId, stored, filter)
}

export const unsubscribe: Handler<Specs['unsubscribe']> = async ({ params: { botId, id }, caller }, app) => {
  await storedOf(app, botId, id)
  const { scope } = await app.alertTopic.read(id)
  // Only the record of a subscription that somebody gave to another bot outside Interlude is deleted.
  if (scope === undefined || scope.botId === botId) {
    const outcome = await app.alertTopic.remove(id)
    if (outcome.status !== 'gone') expectDone(outcome)
  }
  await app.store.deleteSubscription(botId, id)
  app.log.info('subscription to alerts ended', { botId, subscription: id, by: actorOf(caller).id })
  return { deleted: true as const }
}

/** Deletes the records of an address's earlier subscriptions. They have ended, since SNS has one for each address. */
async function forgetEarlier({ store }: App, botId: string, { id, protocol, endpoint }: StoredSubscription) {
  const all = await store.subscriptions({ botId, limit: MAX_RECORDS })
  const earlier = all.filter(each => each.protocol === protocol && each.endpoint === endpoint && each.id !== id)
  for (const each of earlier) await store.deleteSubscription(botId, each.id)
}

/** Throws `request.invalid` for a URL that Interlude must never have called. */
function checkUrl({ webhooks }: App, { protocol, endpoint }: NewSubscription): void {
  const message = protocol === 'https' ? webhooks.refusal(endpoint) : undefined
  if (message !== undefined) throw invalid([{ in: 'body', path: 'endpoint', message }])
}

async function storedOf({ store }: App, botId: string, id: string): Promise<StoredSubscription> {
  const stored = await store.subscription(botId, id)
  if (!stored) throw new InterludeError('subscription.not_found', 'this bot has no such subscription')
  return stored
}

/** Throws `subscription.exists` if somebody gave the subscription to another bot. */
async function mustBeOf(topic: AlertTopic, botId: string, id: string): Promise<void> {
  const { scope } = await topic.read(id)
  if (scope !== undefined && scope.botId !== botId) throw exists(botId, scope.botId)
}

/** The subscription as SNS has it. `changed`: the filter that was set just now, which SNS may not return yet. */
async function viewNow(
  { alertTopic, clock }: App,
  botId: string,
  stored: StoredSubscription,
  changed?: AlertFilter,
): Promise<AlertSubscription> {
  const { status, scope } = await alertTopic.read(stored.id)
  const isNew = clock.now() - Date.parse(stored.createdAt) < NEW_MS
  const shown = status === 'ended' && isNew ? (stored.protocol === 'sms' ? 'confirmed' : 'pending') : status
  const filter = changed ?? (scope?.botId === botId ? scope.filter : undefined)
  return { ...stored, status: shown, ...defined({ filter }) }
}

/** Throws the error for a change that SNS did not carry out. */
function expectDone(outcome: ChangeOutcome): void {
  switch (outcome.status) {
    case 'done':
      break
    case 'gone':
      throw new InterludeError('subscription.ended', 'the subscription has ended; subscribe the address again')
    case 'pending':
      throw new InterludeError('subscription.pending', 'SNS changes it only after its owner has confirmed it')
    case 'full':
      throw tooMany()
    case 'refused':
      throw invalid([{ in: 'body', path: 'filter', message: `SNS refuses it: ${outcome.reason}` }])
    default:
      outcome satisfies never
  }
}

function exists(botId: string, holder: string | undefined): InterludeError {
  const whose =
    holder === undefined ? 'outside Interlude' : holder === botId ? 'with another filter' : `by the bot "${holder}"`
  return new InterludeError('subscription.exists', `the address is already subscribed ${whose}`)
}

function tooMany(): InterludeError {
  return new InterludeError('subscription.too_many', 'the topic has as many subscriptions or filters as SNS allows')
}
