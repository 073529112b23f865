/** The pages of Meta's documentation that describe errors. */
export const SOURCES = {
  messenger: 'https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes',
  messages: 'https://developers.facebook.com/docs/graph-api/reference/page/messages',
  graph: 'https://developers.facebook.com/docs/graph-api/guides/error-handling',
  limits: 'https://developers.facebook.com/docs/graph-api/overview/rate-limiting',
} as const

/**
 * How a failed call goes on.
 * - `retry`: again, by the schedule of deliveries.
 * - `wait`: again after the time that Meta asks for, without counting as an attempt.
 * - `token`: like `wait`, while the operator enters a new token. Logs an error.
 * - `refuse`: never again. Agents see `reason`.
 */
export type Treatment = 'retry' | 'wait' | 'token' | 'refuse'

interface Facts {
  /** One code, or the first and the last of a range. */
  readonly code: number | readonly [number, number]
  /** Missing: every subcode without a line of its own. */
  readonly subcode?: number
  readonly means: string
  readonly source: keyof typeof SOURCES
}

export type GraphFailure = Facts &
  (
    | { readonly treatment: 'refuse'; readonly reason: string }
    | { readonly treatment: Exclude<Treatment, 'refuse'>; readonly reason?: never }
  )

const NO_PERMISSION = "the app at Meta lacks a permission for this page; the page's operator must grant it"

/** The errors of the Graph API that a call may meet. docs/messenger.md has them as a table. Others are tried again. */
export const FAILURES: readonly GraphFailure[] = [
  { code: 1, means: 'Unknown error, possibly a short outage', treatment: 'retry', source: 'graph' },
  { code: 2, means: 'Short outage of the service', treatment: 'retry', source: 'graph' },
  {
    code: 3,
    means: 'The app lacks a capability or a permission',
    treatment: 'refuse',
    reason: NO_PERMISSION,
    source: 'graph',
  },
  { code: 4, means: 'Too many calls of the app', treatment: 'wait', source: 'graph' },
  {
    code: 10,
    means: 'A permission was not granted, or was removed',
    treatment: 'refuse',
    reason: NO_PERMISSION,
    source: 'graph',
  },
  {
    code: 10,
    subcode: 2018278,
    means: 'The message is outside the time in which a page may answer',
    treatment: 'refuse',
    reason: "the user's last message is too old: Facebook lets a page answer only for a limited time",
    source: 'messenger',
  },
  {
    code: 10,
    subcode: 2018300,
    means: 'Another app controls the conversation',
    treatment: 'refuse',
    reason: 'another app controls this conversation at Facebook',
    source: 'messenger',
  },
  { code: 17, means: 'Too many calls of the user', treatment: 'wait', source: 'graph' },
  { code: 32, means: 'Too many calls for the page', treatment: 'wait', source: 'limits' },
  {
    code: 100,
    means: 'A parameter is not valid',
    treatment: 'refuse',
    reason: 'Facebook did not accept the content of this message',
    source: 'messages',
  },
  {
    code: 100,
    subcode: 2018001,
    means: 'No such user for this page',
    treatment: 'refuse',
    reason: 'Facebook does not know this user as one of the page',
    source: 'messenger',
  },
  { code: 102, means: 'The session of the token ended', treatment: 'token', source: 'graph' },
  { code: 190, means: 'The token expired, was revoked or is not valid', treatment: 'token', source: 'graph' },
  {
    code: [200, 299],
    means: 'A permission was not granted, or was removed',
    treatment: 'refuse',
    reason: NO_PERMISSION,
    source: 'graph',
  },
  {
    code: 230,
    means: 'The permissions do not allow a message to this user',
    treatment: 'refuse',
    reason: 'Facebook does not allow the page to write to this user',
    source: 'messages',
  },
  { code: 341, means: 'The limit of the application, for a short time', treatment: 'wait', source: 'graph' },
  { code: 368, means: 'Blocked for a while, for a violation of policies', treatment: 'wait', source: 'graph' },
  {
    code: 551,
    means: 'The person is not available',
    treatment: 'refuse',
    reason: 'the user cannot get messages: they may have blocked the page or closed their account',
    source: 'messages',
  },
  { code: 613, means: 'Too many calls of this kind', treatment: 'wait', source: 'messages' },
  { code: 1200, means: 'A message could not be sent, for a short time', treatment: 'retry', source: 'messenger' },
  {
    code: 10904,
    means: 'The page has messages switched off',
    treatment: 'refuse',
    reason: 'the page has messages switched off in its settings at Facebook',
    source: 'messages',
  },
  { code: [80000, 80014], means: 'Too many calls for a business use case', treatment: 'wait', source: 'limits' },
]

/** Finds the line of an error: that of its subcode, else that of its code, else that of a range. */
export function failureOf(code: number, subcode: number | undefined): GraphFailure | undefined {
  const lines = FAILURES.filter(each =>
    typeof each.code === 'number' ? each.code === code : isWithin(code, each.code),
  )
  return (
    lines.find(each => each.subcode !== undefined && each.subcode === subcode) ??
    lines.find(each => each.subcode === undefined && typeof each.code === 'number') ??
    lines.find(each => each.subcode === undefined)
  )
}

function isWithin(code: number, [first, last]: readonly [number, number]): boolean {
  return code >= first && code <= last
}
