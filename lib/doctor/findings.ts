/** The kinds of findings, each with the facts that its words need. */
export interface FindingFacts {
  readonly 'address.unreachable': { readonly address: string; readonly reason: string }
  readonly 'address.foreign': { readonly address: string; readonly answered: string }
  readonly 'address.path': { readonly address: string; readonly right: string }
  readonly 'version.differs': { readonly server: string; readonly own: string }
  readonly 'clock.off': { readonly seconds: string; readonly direction: 'ahead' | 'behind' }
  readonly 'token.missing': object
  readonly 'token.expired': object
  readonly 'token.refused': { readonly reason: string }
  readonly 'token.role': { readonly roles: string }
  readonly 'bots.none': object
  readonly 'bot.unknown': { readonly botId: string; readonly ids: string }
  readonly 'bot.paused': object
  readonly 'bot.no_key': object
  readonly 'connector.forbidden': { readonly url: string; readonly reason: string }
  readonly 'connector.missing': { readonly url: string; readonly reason: string }
  readonly 'connector.rejected': { readonly url: string; readonly reason: string }
  readonly 'connector.failed': { readonly url: string; readonly reason: string }
  readonly 'connector.unreadable': { readonly url: string; readonly reason: string }
  readonly 'connector.slow': { readonly tookMs: string; readonly timeoutMs: string; readonly wanted: string }
  readonly 'connector.late': { readonly timeoutMs: string }
  readonly 'events.forbidden': { readonly url: string; readonly reason: string }
  readonly 'events.failed': { readonly url: string; readonly reason: string }
  readonly 'events.rejected': { readonly url: string; readonly reason: string }
  readonly 'events.dead': { readonly count: string }
  readonly 'channel.wrong': { readonly channel: string; readonly part: string; readonly detail: string }
  readonly 'channel.unknown': { readonly channel: string; readonly part: string; readonly detail: string }
  readonly 'alerts.unavailable': object
  readonly 'alerts.nobody': object
  readonly 'alerts.unconfirmed': { readonly endpoint: string }
  readonly 'alerts.ended': { readonly endpoint: string }
  readonly 'alerts.none': { readonly where: string }
  readonly 'alerts.too_late': { readonly where: string; readonly after: string; readonly within: string }
  readonly 'filter.queue': { readonly endpoint: string; readonly values: string }
  readonly 'filter.priority': { readonly endpoint: string; readonly values: string; readonly least: string }
  readonly 'filter.step': { readonly endpoint: string; readonly values: string; readonly steps: string }
  readonly 'agents.none': object
  readonly 'queue.no_member': { readonly where: string }
  readonly 'queue.unknown_member': { readonly where: string; readonly members: string }
  readonly 'hours.closed': { readonly where: string }
  readonly 'idle_warning.no_text': { readonly where: string }
  readonly 'idle_warning.long': { readonly where: string; readonly warning: string; readonly half: string }
  readonly 'texts.language': { readonly where: string; readonly text: string; readonly missing: string }
  readonly 'widget.insecure_origin': { readonly origin: string }
}
export type FindingCode = keyof FindingFacts

/** `wrong`: something does not work. `warning`: it works, but hardly as its operator wants it. */
export type Severity = 'wrong' | 'warning'

/** The severity of each kind of finding. */
export const SEVERITY: { readonly [Code in FindingCode]: Severity } = {
  'address.unreachable': 'wrong',
  'address.foreign': 'wrong',
  'address.path': 'wrong',
  'version.differs': 'warning',
  'clock.off': 'wrong',
  'token.missing': 'wrong',
  'token.expired': 'wrong',
  'token.refused': 'wrong',
  'token.role': 'wrong',
  'bots.none': 'wrong',
  'bot.unknown': 'wrong',
  'bot.paused': 'warning',
  'bot.no_key': 'wrong',
  'connector.forbidden': 'wrong',
  'connector.missing': 'wrong',
  'connector.rejected': 'wrong',
  'connector.failed': 'wrong',
  'connector.unreadable': 'wrong',
  'connector.slow': 'wrong',
  'connector.late': 'wrong',
  'events.forbidden': 'wrong',
  'events.failed': 'wrong',
  'events.rejected': 'warning',
  'events.dead': 'wrong',
  'channel.wrong': 'wrong',
  'channel.unknown': 'warning',
  'alerts.unavailable': 'warning',
  'alerts.nobody': 'warning',
  'alerts.unconfirmed': 'wrong',
  'alerts.ended': 'warning',
  'alerts.none': 'warning',
  'alerts.too_late': 'wrong',
  'filter.queue': 'wrong',
  'filter.priority': 'wrong',
  'filter.step': 'wrong',
  'agents.none': 'warning',
  'queue.no_member': 'wrong',
  'queue.unknown_member': 'warning',
  'hours.closed': 'wrong',
  'idle_warning.no_text': 'wrong',
  'idle_warning.long': 'warning',
  'texts.language': 'warning',
  'widget.insecure_origin': 'warning',
}

/** Something to mend. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  readonly facts: Readonly<Record<string, string>>
  /** The bot that it is about, if it is about one. */
  readonly botId?: string
  /** The field of the configuration that mends it. */
  readonly field?: string
  /** The command that mends it, without the name of the command line. `<…>` stands for a value to fill in. */
  readonly command?: string
}

/** Makes a finding. */
export function finding<Code extends FindingCode>(
  code: Code,
  facts: FindingFacts[Code],
  mend: Pick<Finding, 'field' | 'command'> = {},
): Finding {
  return { code, severity: SEVERITY[code], facts: { ...facts }, ...mend }
}

/** The command that sets a field of a bot's configuration. */
export const setCommand = (botId: string, field: string, value: string): string =>
  `config set ${field} ${value} --bot ${botId}`

/** The words for one kind of finding: what is wrong, why it matters, and how to mend it. */
export interface Words<Facts> {
  readonly what: (facts: Facts) => string
  readonly why: string
  readonly mend: (facts: Facts) => string
}

/** The words for every kind of finding, in one language. */
export type FindingWords = { readonly [Code in FindingCode]: Words<FindingFacts[Code]> }

/** The findings that are not about one bot. */
type ServiceFindingCode = Extract<
  FindingCode,
  `address.${string}` | `version.${string}` | `clock.${string}` | `token.${string}` | `bots.${string}` | 'bot.unknown'
>

/** The words for the findings about a bot, in one language. */
export type BotFindingWords = Omit<FindingWords, ServiceFindingCode>

/** A finding in the words of a language. */
export function inWords(words: FindingWords, { code, facts }: Pick<Finding, 'code' | 'facts'>) {
  const { what, why, mend } = words[code] as Words<Finding['facts']>
  return { what: what(facts), why, mend: mend(facts) }
}
