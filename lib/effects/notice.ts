import type { Settings } from '../app.ts'
import { defined } from '../defined.ts'
import type { Notice } from '../ports/outside.ts'
import { Priority } from '../protocol/control.ts'
import { forQueue, type Policy } from '../session/policy.ts'
import { episodeId, type Instant } from '../session/session.ts'
import { isoTime } from '../session/time.ts'
import type { Waiting } from '../session/waits.ts'

/** `confirmUrl`: the link with which somebody confirms the alert. Missing if the bot no longer exists. */
export interface NoticeContext {
  readonly policy: Policy
  readonly now: Instant
  readonly confirmUrl?: string
}

/**
 * Makes the notice that these conversations of one bot wait for an agent. Text from outside stays on one line, behind a
 * label. The link has its own line, so that no text can add a line or forge the link.
 */
export function noticeOf(
  settings: Settings,
  waiting: readonly [Waiting, ...Waiting[]],
  context: NoticeContext,
): Notice {
  return waiting.length === 1 ? ofOne(settings, waiting[0], context) : ofSeveral(settings, waiting, context)
}

function ofOne(settings: Settings, session: Waiting, { policy, confirmUrl }: NoticeContext): Notice {
  const { id, control, user } = session
  const { alerts: step } = control.handoff
  const priority = priorityOf(session, policy)
  const [botId, channel, trigger] = [session.botId, session.channel, control.trigger].map(oneLine) as [
    string,
    string,
    string,
  ]
  const link = `${settings.consoleUrl}?bot=${encodeURIComponent(session.botId)}&conversation=${id}`
  const lastMessage = settings.alertsIncludeText && session.preview ? oneLine(session.preview.text) : undefined
  const what = `somebody${isFirst(session) ? '' : ' still'} waits for a person`
  const event = isFirst(session) ? 'requested' : 'reminder'
  return {
    subject: subjectLine(`${botId}: ${what} (${trigger})`),
    email: lines(
      `${capital(what)}.`,
      '',
      `Bot: ${botId}`,
      ...(control.queue === undefined ? [] : [`Queue: ${oneLine(control.queue)}`]),
      `Channel: ${channel}`,
      `Why: ${trigger}`,
      `Priority: ${priority}`,
      '',
      `Take over: ${link}`,
      ...confirmLines(confirmUrl),
      ...(lastMessage === undefined ? [] : ['', `Last message: ${lastMessage}`]),
    ),
    sms: lines(`${botId}: ${what} (${trigger}).`, link),
    data: {
      type: 'handoff',
      event,
      step,
      botId,
      channel,
      conversation: id,
      episodeId: episodeId(session, session.episodes),
      trigger,
      priority,
      ...together([session]),
      url: link,
      ...defined({ confirmUrl, queue: control.queue, language: user.language, lastMessage }),
    },
    attributes: {
      botId,
      channel,
      event: `handoff.${event}`,
      step: String(step),
      trigger,
      priority,
      queue: queueOf(session),
      language: languageOf(session),
    },
  }
}

function ofSeveral(
  { consoleUrl }: Settings,
  waiting: readonly [Waiting, ...Waiting[]],
  { policy, now, confirmUrl }: NoticeContext,
): Notice {
  const botId = oneLine(waiting[0].botId)
  const link = `${consoleUrl}?bot=${encodeURIComponent(waiting[0].botId)}`
  const isNews = waiting.some(isFirst)
  const what = `${waiting.length} people are${isNews ? '' : ' still'} waiting`
  const { waitingSince, ...about } = together(waiting)
  const longest = `The first of them has waited for ${duration(now - Date.parse(waitingSince))}.`
  const all = (of: (session: Waiting) => string) => [...new Set(waiting.map(session => oneLine(of(session))))]
  return {
    subject: subjectLine(`${botId}: ${what}`),
    email: lines(
      `${what} for a person.`,
      longest,
      '',
      `Bot: ${botId}`,
      named(waiting),
      '',
      `Take over: ${link}`,
      ...confirmLines(confirmUrl),
    ),
    sms: lines(`${botId}: ${what} for a person.`, link),
    data: {
      type: 'handoff',
      event: isNews ? 'requested' : 'reminder',
      botId,
      ...about,
      waitingSince,
      url: link,
      ...defined({ confirmUrl }),
    },
    // Lists: a filter policy passes a notice if one conversation matches.
    attributes: {
      botId,
      event: isNews ? 'handoff.requested' : 'handoff.reminder',
      channel: all(({ channel }) => channel),
      trigger: all(({ control }) => control.trigger),
      step: all(({ control }) => String(control.handoff.alerts)),
      priority: all(session => priorityOf(session, policy)),
      queue: all(queueOf),
      language: all(languageOf),
    },
  }
}

/** Whether the alert that goes out is the first one of the wait. It is counted already. */
const isFirst = ({ control }: Waiting) => control.handoff.alerts <= 1

/** The values of filters for a conversation without a queue, or of an unknown language. */
const queueOf = ({ control }: Waiting) => oneLine(control.queue ?? '')
const languageOf = ({ user }: Waiting) => oneLine(user.language ?? '')

/** The priority of an alert: that of its step, or the conversation's if that is higher. */
function priorityOf({ control: { queue, handoff } }: Waiting, policy: Policy): Priority {
  const step = forQueue(policy, queue).alerts[handoff.alerts - 1]
  const [least, own] = [step?.priority ?? handoff.priority, handoff.priority]
  const order = Priority.options
  return order.indexOf(least) > order.indexOf(own) ? least : own
}

/** An SMS has no such line: the link would take several messages. */
function confirmLines(url: string | undefined): readonly string[] {
  return url === undefined ? [] : [`Confirm that somebody knows, without taking over: ${url}`]
}

/** Most conversations that an e-mail names. The text for machines names all. */
const MAX_NAMED = 50

function named(waiting: readonly Waiting[]): string {
  const more = waiting.length - MAX_NAMED
  const ids = waiting.slice(0, MAX_NAMED).map(({ id }) => id)
  return `Conversations: ${ids.join(' ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Makes the fields for machines that both kinds of notice share. */
function together(waiting: readonly Waiting[]) {
  return {
    count: waiting.length,
    conversations: waiting.map(({ id }) => id),
    waitingSince: isoTime(Math.min(...waiting.map(({ control }) => control.handoff.since))),
  }
}

/** Joiners (U+200C, U+200D) stay: languages and emoji need them, and they move no text. */
const INVISIBLE = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\u200c\u200d]]+/gv

/**
 * Makes text from outside one line without control characters, bidi marks and other invisible characters. Returns `-`
 * if nothing is left, because SNS refuses an empty attribute.
 */
export function oneLine(text: string): string {
  const line = text.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim()
  return line === '' ? '-' : line
}

/** Makes a subject for SNS: one line of ASCII, under 100 characters. */
function subjectLine(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 99)
}

function lines(...all: readonly string[]): string {
  return all.join('\n')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 90) return `${seconds} seconds`
  return `${Math.round(seconds / 60)} minutes`
}
