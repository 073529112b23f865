import type { Settings } from '../app.ts'
import { defined } from '../defined.ts'
import type { Notice } from '../ports/outside.ts'
import { type Control, episodeId, type Handoff, type Instant, type Session } from '../session/session.ts'
import { isoTime } from '../session/time.ts'

/** A conversation that waits for an agent. */
export interface Waiting extends Session {
  readonly control: Extract<Control, { holder: 'human' }> & {
    readonly handoff: Extract<Handoff, { status: 'pending' }>
  }
}

/**
 * Makes the notice that these conversations of one bot wait for an agent. Text from outside stays on one line, behind a
 * label. The link has its own line, so that no text can add a line or forge the link.
 */
export function noticeOf(settings: Settings, waiting: readonly [Waiting, ...Waiting[]], now: Instant): Notice {
  return waiting.length === 1 ? ofOne(settings, waiting[0]) : ofSeveral(settings, waiting, now)
}

function ofOne(settings: Settings, session: Waiting): Notice {
  const { id, control } = session
  const { priority, alerts } = control.handoff
  const [botId, channel, trigger] = [session.botId, session.channel, control.trigger].map(oneLine) as [
    string,
    string,
    string,
  ]
  const link = `${settings.consoleUrl}?bot=${encodeURIComponent(session.botId)}&conversation=${id}`
  const lastMessage = settings.alertsIncludeText && session.preview ? oneLine(session.preview.text) : undefined
  const what = `somebody${alerts === 0 ? '' : ' still'} waits for a person`
  return {
    subject: subjectLine(`${botId}: ${what} (${trigger})`),
    email: lines(
      `${capital(what)}.`,
      '',
      `Bot: ${botId}`,
      `Channel: ${channel}`,
      `Why: ${trigger}`,
      `Priority: ${priority}`,
      '',
      `Take over: ${link}`,
      ...(lastMessage === undefined ? [] : ['', `Last message: ${lastMessage}`]),
    ),
    sms: lines(`${botId}: ${what} (${trigger}).`, link),
    data: {
      type: 'handoff',
      event: alerts === 0 ? 'requested' : 'reminder',
      botId,
      channel,
      conversation: id,
      episodeId: episodeId(session, session.episodes),
      trigger,
      priority,
      ...together([session]),
      url: link,
      ...defined({ lastMessage }),
    },
    attributes: { botId, channel, event: alerts === 0 ? 'handoff.requested' : 'handoff.reminder', trigger, priority },
  }
}

function ofSeveral({ consoleUrl }: Settings, waiting: readonly [Waiting, ...Waiting[]], now: Instant): Notice {
  const botId = oneLine(waiting[0].botId)
  const link = `${consoleUrl}?bot=${encodeURIComponent(waiting[0].botId)}`
  const isNews = waiting.some(({ control }) => control.handoff.alerts === 0)
  const what = `${waiting.length} people are${isNews ? '' : ' still'} waiting`
  const { waitingSince, ...about } = together(waiting)
  const longest = `The first of them has waited for ${duration(now - Date.parse(waitingSince))}.`
  const all = (of: (session: Waiting) => string) => [...new Set(waiting.map(session => oneLine(of(session))))]
  return {
    subject: subjectLine(`${botId}: ${what}`),
    email: lines(`${what} for a person.`, longest, '', `Bot: ${botId}`, named(waiting), '', `Take over: ${link}`),
    sms: lines(`${botId}: ${what} for a person.`, link),
    data: { type: 'handoff', event: isNews ? 'requested' : 'reminder', botId, ...about, waitingSince, url: link },
    // Lists: a filter policy passes a notice if one conversation matches.
    attributes: {
      botId,
      event: isNews ? 'handoff.requested' : 'handoff.reminder',
      channel: all(({ channel }) => channel),
      trigger: all(({ control }) => control.trigger),
      priority: all(({ control }) => control.handoff.priority),
    },
  }
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
