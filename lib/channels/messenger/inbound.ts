import type { ChannelOf } from '../../protocol/channels.ts'
import { isObject } from '../../protocol/mend.ts'
import type { Account, AccountEvent, Inbound, Lookup, PlatformRequest, Reading } from '../channel.ts'
import { idOf, type Json, listOf, objectOf, textOf } from '../fields.ts'
import { sameText } from '../same-text.ts'
import { Warnings } from '../warnings.ts'
import { kindOf, readEvent } from './events.ts'
import { isSigned } from './signature.ts'

type Config = ChannelOf<'messenger'>

/**
 * Meta's webhooks. Source: developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks. The size
 * of the body bounds the number of events; Meta sends at most 1,000 in one request.
 */
export const inbound = { verify, read } satisfies Inbound<Config>

async function verify({ query }: PlatformRequest, lookup: Lookup<Config>): Promise<string | undefined> {
  const token = textOf((await lookup.app())?.verifyToken)
  const given = textOf(query['hub.verify_token'])
  if (query['hub.mode'] !== 'subscribe' || token === undefined || given === undefined) return undefined
  return sameText(given, token) ? textOf(query['hub.challenge']) : undefined
}

async function read({ headers, body }: PlatformRequest, lookup: Lookup<Config>): Promise<Reading<Config>> {
  const { appId, appSecret } = (await lookup.app()) ?? {}
  const secret = textOf(appSecret)
  if (secret === undefined) return { status: 'forged', reason: "the app's secret is not entered" }
  if (!isSigned(body, headers['x-hub-signature-256'], secret)) {
    return { status: 'forged', reason: "the signature is not one by the app's secret" }
  }
  const warnings = new Warnings()
  const notification = objectOf(jsonOf(body))
  if (notification.object !== 'page') warnings.add('the body is not a notification about a page')
  else if (!Array.isArray(notification.entry)) warnings.add('entry is not a list')
  const entries = notification.object === 'page' ? listOf(notification.entry) : []
  const events = await readEntries(entries, { ownAppId: textOf(appId), lookup, warnings })
  return { status: 'read', events, warnings: warnings.all() }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

interface Reader {
  readonly ownAppId: string | undefined
  readonly lookup: Lookup<Config>
  readonly warnings: Warnings
}

async function readEntries(
  entries: readonly unknown[],
  { ownAppId, lookup, warnings }: Reader,
): Promise<readonly AccountEvent<Config>[]> {
  const accounts = new Map<string, Account<Config> | undefined>()
  const events: AccountEvent<Config>[] = []
  for (const [index, entry] of entries.entries()) {
    const place = `entry.${index}`
    const pageId = isObject(entry) ? idOf(entry.id) : undefined
    if (!isObject(entry) || pageId === undefined) {
      warnings.add(`${place} has no id of a page`)
      continue
    }
    if (!accounts.has(pageId)) accounts.set(pageId, await lookup.account(pageId))
    const account = accounts.get(pageId)
    if (account === undefined) {
      warnings.add(`${place} is of a page that no channel has`)
      continue
    }
    for (const { event, at, isStandby } of eventsOf(entry)) {
      const warn = (what: string) => warnings.add(`${place}.${at} (${kindOf(event)}) ${what}`)
      const found = readEvent(event, { pageId, ownAppId, warn })
      for (const each of found?.events ?? []) {
        events.push({ account, userId: found?.userId ?? '', event: each, ...(isStandby && { standby: true }) })
      }
    }
  }
  return events
}

interface Placed {
  readonly event: unknown
  readonly at: string
  readonly isStandby?: true
}

/**
 * Lists the events of an entry. `standby` has those of a conversation that another app controls: they are read, too,
 * since agents must see the whole conversation, and marked, since a reply would be refused. `changes` has the form that
 * the page "messaging_postbacks Webhook Event Reference" shows, and the app's dashboard sends as a test.
 */
function* eventsOf(entry: Json): Iterable<Placed> {
  for (const [index, event] of listOf(entry.messaging).entries()) yield { event, at: `messaging.${index}` }
  for (const [index, event] of listOf(entry.standby).entries()) yield { event, at: `standby.${index}`, isStandby: true }
  for (const [index, change] of listOf(entry.changes).entries()) {
    const { field, value } = objectOf(change)
    if (typeof field === 'string' && /^messag/.test(field)) yield { event: value, at: `changes.${index}` }
  }
}
