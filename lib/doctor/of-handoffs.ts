import type { BotConfig } from '../protocol/config.ts'
import type { QueueConfig } from '../protocol/handoffs.ts'
import type { Hours, Weekday } from '../protocol/hours.ts'
import type { UserTexts } from '../protocol/user-texts.ts'
import { DEFAULT_CLAIM_SECONDS, DEFAULT_IDLE_SECONDS } from '../protocol/wire.ts'
import type { BotFacts } from './facts.ts'
import { type Finding, finding, setCommand } from './findings.ts'

/** The settings of a bot or of one queue, with the field of the configuration that has them. */
export interface Settings {
  readonly where: string
  readonly own: Omit<QueueConfig, 'name'>
  /** The settings in force: those of the bot where the queue has none. */
  readonly all: Omit<QueueConfig, 'name'>
}

/** Lists the settings of the bot, and those of each queue. */
export function settingsOf({ handoffs }: Pick<BotConfig, 'handoffs'>): readonly Settings[] {
  if (handoffs === undefined) return []
  const { queues, ...bot } = handoffs
  const ofQueues = Object.entries(queues).map(([id, own]): Settings => {
    const texts = { ...bot.texts, ...own.texts }
    return { where: `handoffs.queues.${id}`, own, all: { ...bot, ...own, texts } }
  })
  return [{ where: 'handoffs', own: bot, all: bot }, ...ofQueues]
}

/** Finds settings of handoffs that have no effect, or let users wait for nobody. */
export function findInHandoffs(facts: BotFacts, today: string): readonly Finding[] {
  const { botId, config, agents } = facts
  const known = new Set(agents.map(({ id }) => id))
  const found = settingsOf(config).flatMap(settings => [
    ...membersOf(botId, settings, known),
    ...hoursOf(botId, settings, today),
    ...stepsOf(botId, settings),
    ...idlenessOf(botId, settings),
    ...textsOf(settings),
  ])
  return agents.length === 0 ? [finding('agents.none', {}), ...found] : found
}

function membersOf(botId: string, { where, own: { members } }: Settings, known: ReadonlySet<string>) {
  if (members === undefined) return []
  const field = `${where}.members`
  const unknown = members.filter(id => !known.has(id))
  const mend = { field, command: setCommand(botId, field, `'["<id of an agent>"]'`) }
  if (unknown.length === members.length) return [finding('queue.no_member', { where }, mend)]
  return unknown.length === 0 ? [] : [finding('queue.unknown_member', { where, members: unknown.join(', ') }, mend)]
}

const DAY_MS = 24 * 3_600_000
const DAYS_AHEAD = 400
const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

function hoursOf(botId: string, { where, own: { hours } }: Settings, today: string): readonly Finding[] {
  if (hours === undefined || opensFrom(hours, today)) return []
  const field = `${where}.hours`
  const example = `'{"mon":[["09:00","17:00"]]}'`
  return [finding('hours.closed', { where }, { field, command: setCommand(botId, `${field}.days`, example) })]
}

/** Whether people answer on one of the next days. */
function opensFrom({ days, holidays }: Hours, today: string): boolean {
  const dates = Array.from({ length: DAYS_AHEAD }, (_, day) => new Date(Date.parse(today) + day * DAY_MS))
  return dates.some(date => {
    const day = WEEKDAYS[date.getUTCDay()]
    return day !== undefined && (days[day] ?? []).length > 0 && !holidays.includes(date.toISOString().slice(0, 10))
  })
}

/** Only steps that were configured: those by default fit a longer wait. */
function stepsOf(botId: string, { where, own, all }: Settings): readonly Finding[] {
  const within = all.claimWithinSeconds ?? DEFAULT_CLAIM_SECONDS
  const field = `${where}.alerts`
  if (own.alerts?.length === 0)
    return [finding('alerts.none', { where }, { field, command: `config unset ${field} --bot ${botId}` })]
  // A queue that sets only one of both is looked at, too.
  if (own.alerts === undefined && own.claimWithinSeconds === undefined) return []
  const late = (all.alerts ?? []).filter(({ afterSeconds }) => afterSeconds >= within)
  return late.map(({ afterSeconds }) => {
    const wanted = `${where}.claimWithinSeconds`
    return finding(
      'alerts.too_late',
      { where, after: String(afterSeconds), within: String(within) },
      { field: wanted, command: setCommand(botId, wanted, String(afterSeconds + 60)) },
    )
  })
}

function idlenessOf(botId: string, { where, own, all }: Settings): readonly Finding[] {
  const warning = own.idleWarningSeconds
  if (warning === undefined) return []
  const half = Math.floor((all.idleAfterSeconds ?? DEFAULT_IDLE_SECONDS) / 2)
  const text = `${where}.texts.idleWarning`
  const field = `${where}.idleWarningSeconds`
  return [
    ...(all.texts?.idleWarning
      ? []
      : [
          finding(
            'idle_warning.no_text',
            { where },
            { field: text, command: setCommand(botId, text, `'{"en":"<text>"}'`) },
          ),
        ]),
    ...(warning > half
      ? [
          finding(
            'idle_warning.long',
            { where, warning: String(warning), half: String(half) },
            { field, command: setCommand(botId, field, String(half)) },
          ),
        ]
      : []),
  ]
}

/** A text that lacks a language which another text of the same place has. */
function textsOf({ where, own: { texts } }: Settings): readonly Finding[] {
  const given = Object.entries(texts ?? {}) as readonly (readonly [keyof UserTexts, UserTexts[keyof UserTexts]])[]
  const languages = new Set(given.flatMap(([, text]) => Object.keys(text ?? {})))
  return given.flatMap(([name, text]) => {
    if (!text) return []
    const missing = [...languages].filter(language => !Object.hasOwn(text, language))
    const field = `${where}.texts.${name}`
    return missing.length === 0
      ? []
      : [finding('texts.language', { where, text: name, missing: missing.join(', ') }, { field })]
  })
}
