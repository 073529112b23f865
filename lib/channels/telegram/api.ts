import type { CallResult, PlatformAnswer } from '../../ports/outside.ts'
import type { ChannelOf } from '../../protocol/channels.ts'
import { accountIdOf } from '../../protocol/channels.ts'
import type { Call, ChannelPorts, Recipient } from '../channel.ts'
import { objectOf, textOf } from '../fields.ts'
import { reportToken, tokenServes } from '../token-reports.ts'
import { failureOf } from './failures.ts'

type Config = ChannelOf<'telegram'>

/** The address of the Bot API. */
const API_URL = 'https://api.telegram.org'

/** Time limits of a call. Telegram fetches a file by its address before it answers. */
const TIMEOUT_MS = 3_000
const FILE_TIMEOUT_MS = 5_000
const FILE_METHOD = /^send(Photo|Document|Audio|Voice|Video)$/

const SECOND_MS = 1_000
/** Wait after an answer that names none, between two tries of a token that no longer serves, and the longest wait. */
const USUAL_WAIT_MS = 30 * SECOND_MS
const TOKEN_WAIT_MS = 300 * SECOND_MS
const MAX_WAIT_MS = 3_600 * SECOND_MS

/**
 * Sends one rendered call to the user: its `method` with the other fields. If Telegram does not take its content, sends
 * `instead`, a call that has the same in a simpler form. Source: core.telegram.org/bots/api, "Making requests".
 *
 * Telegram has no key that tells a repeated call, and does not report what a bot sent. So a call whose answer never came
 * is made again: the user rather gets a message twice than never. The same holds for a crash before the answer is kept.
 */
export async function sendToTelegram(ports: ChannelPorts, call: Call, to: Recipient<Config>): Promise<CallResult> {
  const {
    config,
    session: { userId },
  } = to
  // Telegram would read another text as the name of a public channel.
  if (!/^\d{1,16}$/.test(userId)) return { status: 'refused', reason: 'this user is not one of Telegram' }
  const { instead, method, ...body } = call
  const answer = await ask(ports, config, String(method), { chat_id: Number(userId), ...body })
  const { result, isContent } = outcomeOf(ports, config, answer)
  return isContent && instead !== undefined ? await sendToTelegram(ports, objectOf(instead), to) : result
}

/** How long Telegram shows that a bot types, at most. Source: core.telegram.org/bots/api, "sendChatAction". */
export const TYPING_MS = 5 * SECOND_MS

/** Shows the user that somebody types. Never throws. Source: the same. */
export async function typingOn(ports: ChannelPorts, userId: string, config: Config): Promise<void> {
  await ask(ports, config, 'sendChatAction', { chat_id: Number(userId), action: 'typing' })
}

/** Calls a method of the Bot API. Never throws. Source: core.telegram.org/bots/api, "Making requests". */
export async function ask(
  { platforms, settings }: ChannelPorts,
  { botToken }: Config,
  method: string,
  body: Call = {},
): Promise<PlatformAnswer> {
  const url = `${settings.platformUrls.telegram ?? API_URL}/bot${botToken}/${method}`
  const timeoutMs = FILE_METHOD.test(method) ? FILE_TIMEOUT_MS : TIMEOUT_MS
  return await platforms.call({ method: 'POST', url, body, timeoutMs })
}

/** `isContent`: another form of the same message may be taken. */
interface Outcome {
  readonly result: CallResult
  readonly isContent?: true
}

function outcomeOf({ log }: ChannelPorts, config: Config, answer: PlatformAnswer): Outcome {
  if (answer.status === 'unreachable') return { result: { status: 'retry', reason: `Telegram: ${answer.reason}` } }
  const botId = accountIdOf(config)
  const account = `telegram:${botId}`
  const { ok, error_code, description, parameters } = objectOf(answer.body)
  if (answer.status === 200 && ok === true) {
    tokenServes(log, account)
    return { result: { status: 'ok', body: answer.body } }
  }
  const code = typeof error_code === 'number' ? error_code : answer.status
  const { treatment, reason = '' } = failureOf(code, textOf(description) ?? '') ?? UNKNOWN
  switch (treatment) {
    case 'refuse':
    case 'plain':
      log.warn('Telegram refused a call', { botId, error: code })
      return {
        result: { status: 'refused', reason: `${reason} (Telegram's error ${code})` },
        ...(treatment === 'plain' && { isContent: true }),
      }
    case 'wait': {
      // Telegram has limits for a chat and for a bot, and does not say which one this is.
      const waitMs = waitOf(objectOf(parameters).retry_after, answer.retryAfterSeconds)
      return { result: { status: 'skipped', waitMs, reason: `Telegram asks to wait (Telegram's error ${code})` } }
    }
    case 'token':
      reportToken(log, account, "a bot's token no longer serves: enter a new one", { botId, error: code })
      return {
        result: {
          status: 'skipped',
          waitMs: TOKEN_WAIT_MS,
          reason: `the bot's token no longer serves (Telegram's error ${code})`,
          forAccount: true,
        },
      }
    case 'retry':
      return { result: { status: 'retry', reason: `Telegram answered ${code}` } }
    default:
      return treatment satisfies never
  }
}

/** A failure that the table lacks may pass. The number of attempts is limited. */
const UNKNOWN = { treatment: 'retry', reason: undefined } as const

/** Returns how long Telegram asks to wait, in ms. */
function waitOf(retryAfter: unknown, header: number | undefined): number {
  const seconds = typeof retryAfter === 'number' ? retryAfter : header
  return Math.min(Math.max((seconds ?? 0) * SECOND_MS || USUAL_WAIT_MS, SECOND_MS), MAX_WAIT_MS)
}
