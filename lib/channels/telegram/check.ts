import type { PlatformAnswer } from '../../ports/outside.ts'
import type { ChannelCheck, CheckName, Finding, Findings } from '../../protocol/channel-check.ts'
import { accountIdOf, type ChannelOf } from '../../protocol/channels.ts'
import { cut } from '../../protocol/menders.ts'
import type { ChannelPorts, Here } from '../channel.ts'
import { COMMON, later, outcome, type Verdicts } from '../check.ts'
import { type Json, listOf, objectOf, textOf } from '../fields.ts'
import { ask } from './api.ts'
import { webhookSecret } from './secret.ts'
import { UPDATES } from './updates.ts'

type Config = ChannelOf<'telegram'>
type OfTelegram = Extract<Finding, `bot.${string}` | `updates.${string}`>

const VERDICTS: Verdicts<OfTelegram> = {
  'bot.ok': { status: 'ok', says: ({ name }) => `The token belongs to the bot @${name}.` },
  'bot.token': {
    status: 'wrong',
    says: ({ error }) => `Telegram does not accept the token (error ${error}). Copy it again from BotFather.`,
  },
  'updates.ok': { status: 'ok', says: ({ url }) => `Telegram sends the bot's updates to ${url}.` },
  'updates.none': {
    status: 'wrong',
    says: () => "Telegram does not know where to send the bot's updates. Subscribe to them.",
  },
  'updates.elsewhere': {
    status: 'unknown',
    says: ({ url, wanted }) =>
      `Telegram sends the bot's updates to ${url}. Interlude knows itself as ${wanted}. If the first one does not lead here, subscribe to them again.`,
  },
  'updates.kinds': {
    status: 'wrong',
    says: ({ missing }) => `Interlude does not get all updates of the bot: ${missing}. Subscribe to them again.`,
  },
  'updates.failing': {
    status: 'wrong',
    says: ({ reason }) =>
      `Telegram cannot deliver updates of the bot: ${reason}. Subscribe to them again, and look at the log.`,
  },
  'updates.refused': { status: 'wrong', says: ({ reason }) => `Telegram refused Interlude's address: ${reason}.` },
}

const found = <F extends OfTelegram>(name: CheckName, finding: F, facts: Findings[F]) =>
  outcome(VERDICTS, name, finding, facts)

/**
 * Checks the bot's token, and where Telegram sends the bot's updates. Source: core.telegram.org/bots/api, "getMe" and
 * "WebhookInfo".
 */
export async function check(ports: ChannelPorts, config: Config, here: Here): Promise<readonly ChannelCheck[]> {
  const me = resultOf(await ask(ports, config, 'getMe'))
  if (me.status !== 'answered') {
    const bot = me.status === 'refused' ? found('bot', 'bot.token', { error: `${me.code}` }) : me.outcomeOf('bot')
    return [bot, later('updates')]
  }
  const bot = found('bot', 'bot.ok', { name: textOf(me.result.username) ?? '' })
  const info = resultOf(await ask(ports, config, 'getWebhookInfo'))
  return [bot, info.status === 'answered' ? updatesCheck(info.result, config, here) : silent(info, 'updates')]
}

/**
 * Tells Telegram to send the bot's updates here, with the secret. This replaces another address. Source:
 * core.telegram.org/bots/api, "setWebhook".
 */
export async function subscribe(ports: ChannelPorts, config: Config, here: Here): Promise<ChannelCheck | undefined> {
  const body = {
    url: urlOf(config, here),
    secret_token: webhookSecret(config.botToken),
    allowed_updates: UPDATES,
  }
  const answer = resultOf(await ask(ports, config, 'setWebhook', body))
  if (answer.status === 'answered') return undefined
  return answer.status === 'refused'
    ? found('updates', 'updates.refused', { reason: `${answer.code}: ${answer.description}` })
    : answer.outcomeOf('updates')
}

/** Returns the URL of this deployment for one bot. */
function urlOf(config: Config, { callbackUrl }: Here): string {
  const url = new URL(callbackUrl)
  url.searchParams.set('account', accountIdOf(config) ?? '')
  return url.href
}

/** Time for which a failure that Telegram reports counts. Later ones may be mended. */
const RECENT_MS = 10 * 60_000

function updatesCheck(info: Json, config: Config, here: Here): ChannelCheck {
  const [url, wanted] = [textOf(info.url), urlOf(config, here)]
  if (url === undefined) return found('updates', 'updates.none', {})
  if (url !== wanted) return found('updates', 'updates.elsewhere', { url: shownOf(url, wanted), wanted })
  const kinds = listOf(info.allowed_updates)
  const missing = UPDATES.filter(name => !kinds.includes(name))
  if (missing.length > 0) return found('updates', 'updates.kinds', { missing: missing.join(', ') })
  const failedAt = typeof info.last_error_date === 'number' ? info.last_error_date * 1_000 : 0
  const isWaiting = typeof info.pending_update_count === 'number' && info.pending_update_count > 0
  return isWaiting && here.now - failedAt < RECENT_MS
    ? found('updates', 'updates.failing', { reason: cut(textOf(info.last_error_message) ?? 'no reason given', 200) })
    : found('updates', 'updates.ok', { url })
}

/** Shows no path of another program's URL: some have a token in it. */
function shownOf(text: string, wanted: string): string {
  if (!URL.canParse(text)) return '?'
  const url = new URL(text)
  return url.pathname === new URL(wanted).pathname ? `${url.origin}${url.pathname}` : url.origin
}

type Result =
  | { readonly status: 'answered'; readonly result: Json }
  | { readonly status: 'refused'; readonly code: number; readonly description: string }
  | { readonly status: 'silent'; readonly outcomeOf: (name: CheckName) => ChannelCheck }

/** `silent`: an outage or a limit, which says nothing about the channel. */
function resultOf(answer: PlatformAnswer): Result {
  if (answer.status === 'unreachable') {
    const { reason } = answer
    return { status: 'silent', outcomeOf: name => outcome(COMMON, name, 'unreachable', { reason }) }
  }
  const { ok, result, error_code, description } = objectOf(answer.body)
  if (ok === true) return { status: 'answered', result: objectOf(result) }
  const code = typeof error_code === 'number' ? error_code : answer.status
  return code >= 400 && code < 500 && code !== 429
    ? { status: 'refused', code, description: cut(textOf(description) ?? '', 200) }
    : { status: 'silent', outcomeOf: name => outcome(COMMON, name, 'unanswered', { error: `${code}` }) }
}

function silent(answer: Exclude<Result, { status: 'answered' }>, name: CheckName): ChannelCheck {
  return answer.status === 'silent'
    ? answer.outcomeOf(name)
    : outcome(COMMON, name, 'unanswered', { error: `${answer.code}` })
}
