import type { ChannelCheck, CheckName, Findings } from '../../protocol/channel-check.ts'
import type { ChannelOf } from '../../protocol/channels.ts'
import type { Instant } from '../../session/session.ts'
import { later, outcome } from '../check.ts'
import { idOf, type Json, listOf, objectOf, textOf } from '../fields.ts'
import { type Answer, errorName } from './answer.ts'
import type { App } from './graph.ts'
import { type OfMessenger, VERDICTS } from './verdicts.ts'

interface About {
  readonly config: ChannelOf<'messenger'>
  readonly app: App
  readonly now: Instant
}

/**
 * The permissions that Interlude uses: `pages_messaging` sends and reads conversations, `pages_manage_metadata` subscribes
 * to events. Source: developers.facebook.com/docs/permissions.
 */
const NEEDED = ['pages_messaging', 'pages_manage_metadata'] as const
/** Reads data about a page's followers, such as names and pictures. Source: the same page. */
const FOR_PROFILES = 'pages_read_engagement'

const EXPIRED = 463
const SOON_MS = 7 * 24 * 3_600_000

const found = <F extends OfMessenger>(name: CheckName, finding: F, facts: Findings[F]) =>
  outcome(VERDICTS, name, finding, facts)

/**
 * Reads Meta's description of the page's token. Source: developers.facebook.com/docs/graph-api/reference/debug_token. Meta
 * describes a token only to the app that it was made for.
 */
export function tokenChecks(answer: Answer, about: About): readonly ChannelCheck[] {
  switch (answer.status) {
    case 'silent':
      return [answer.outcomeOf('token'), later('expiry'), later('scopes')]
    case 'refused':
      return [found('token', 'token.foreign', { error: answer.error }), later('expiry'), later('scopes')]
    case 'answered': {
      const facts = objectOf(answer.body.data)
      const ofToken = validity(facts, about)
      if (ofToken.status !== 'ok') return [ofToken, later('expiry'), later('scopes')]
      return [ofToken, expiry(facts, about), scopes(facts, about)]
    }
    default:
      return answer satisfies never
  }
}

function validity(facts: Json, { config: { pageId: wanted }, app }: About): ChannelCheck {
  const { code, subcode } = objectOf(facts.error)
  if (facts.is_valid !== true) {
    if (subcode === EXPIRED) return found('token', 'token.expired', {})
    return found('token', 'token.invalid', { error: typeof code === 'number' ? errorName(code, subcode) : '?' })
  }
  const appId = idOf(facts.app_id)
  if (appId !== undefined && appId !== app.appId) return found('token', 'token.app', { appId, wanted: app.appId })
  const kind = textOf(facts.type)
  if (kind !== undefined && kind !== 'PAGE') return found('token', 'token.kind', { kind: kind.slice(0, 50) })
  const pageId = idOf(facts.profile_id)
  if (pageId !== undefined && pageId !== wanted) return found('token', 'token.page', { pageId, wanted })
  return found('token', 'token.ok', { pageId: wanted })
}

function expiry({ expires_at }: Json, { now }: About): ChannelCheck {
  if (typeof expires_at !== 'number' || expires_at <= 0) return found('expiry', 'expiry.never', {})
  const at = expires_at * 1_000
  const until = new Date(Math.min(at, LAST)).toISOString()
  return at - now < SOON_MS ? found('expiry', 'expiry.soon', { until }) : found('expiry', 'expiry.late', { until })
}

/** The end of the year 9999. */
const LAST = 253_402_300_799_000

function scopes(facts: Json, { config: { pageId } }: About): ChannelCheck {
  const granted = grantedFor(pageId, facts)
  const missing = NEEDED.filter(scope => !granted.has(scope)).join(', ')
  if (missing !== '') return found('scopes', 'scopes.missing', { missing })
  return granted.has(FOR_PROFILES)
    ? found('scopes', 'scopes.ok', {})
    : found('scopes', 'scopes.profiles', { missing: FOR_PROFILES })
}

/** Returns the permissions for a page. A person may grant one for some of their pages: then `target_ids` names those. */
function grantedFor(pageId: string, { scopes: all, granular_scopes }: Json): ReadonlySet<unknown> {
  const elsewhere = listOf(granular_scopes)
    .map(objectOf)
    .filter(({ target_ids }) => Array.isArray(target_ids) && !target_ids.map(String).includes(pageId))
    .map(({ scope }) => scope)
  return new Set(listOf(all).filter(scope => !elsewhere.includes(scope)))
}
