/**
 * How a failed call goes on.
 * - `retry`: again, by the schedule of deliveries.
 * - `wait`: again after the time that Telegram asks for, without counting as an attempt.
 * - `token`: like `wait`, while the operator enters a new token. Logs an error.
 * - `refuse`: never again. Agents see `reason`.
 * - `plain`: once more, as a text. If it is one, like `refuse`.
 */
export type Treatment = 'retry' | 'wait' | 'token' | 'refuse' | 'plain'

interface Facts {
  readonly code: number
  /** A part of Telegram's description. Missing: every description without a line of its own. */
  readonly says?: RegExp
  readonly means: string
}

export type TelegramFailure = Facts &
  (
    | { readonly treatment: 'refuse' | 'plain'; readonly reason: string }
    | { readonly treatment: Exclude<Treatment, 'refuse' | 'plain'>; readonly reason?: never }
  )

/**
 * The failures that a call may meet; others are tried again. docs/telegram.md has them as a table. Sources: the form of an
 * answer in core.telegram.org/bots/api, "Making requests" and "ResponseParameters"; the descriptions, which no page lists,
 * in the published source of the server, github.com/tdlib/telegram-bot-api.
 */
export const FAILURES: readonly TelegramFailure[] = [
  {
    code: 400,
    says: /chat not found|user not found|PEER_ID_INVALID/i,
    means: 'No chat of this bot with the user',
    treatment: 'refuse',
    reason: 'Telegram knows no chat of this user with the bot',
  },
  {
    code: 400,
    means: 'A part of the call is not valid, or Telegram could not fetch a file',
    treatment: 'plain',
    reason: 'Telegram did not accept the content of this message',
  },
  { code: 401, means: 'The token is not valid, or was revoked', treatment: 'token' },
  {
    code: 403,
    says: /blocked by the user/i,
    means: 'The user blocked the bot',
    treatment: 'refuse',
    reason: 'the user blocked the bot',
  },
  {
    code: 403,
    says: /deactivated/i,
    means: 'The account of the user is closed',
    treatment: 'refuse',
    reason: "the user's account at Telegram is closed",
  },
  {
    code: 403,
    means: 'The bot may not write to this user, for example since the user never wrote',
    treatment: 'refuse',
    reason: 'Telegram does not let the bot write to this user',
  },
  { code: 404, means: 'The address is not valid, since the token has no valid form', treatment: 'token' },
  { code: 409, means: 'Another program uses the bot', treatment: 'retry' },
  { code: 429, means: 'Too many calls', treatment: 'wait' },
]

/** Returns the treatment of a failed call. Undefined if the table lacks it. */
export function failureOf(code: number, description: string): TelegramFailure | undefined {
  return FAILURES.find(each => each.code === code && (each.says?.test(description) ?? true))
}
