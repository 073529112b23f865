import { findInBot } from '../../../lib/doctor/diagnose.ts'
import type { Finding, FindingCode } from '../../../lib/doctor/findings.ts'
import type { SetupFacts, TrialFacts } from '../../../lib/doctor/read-bot.ts'

/** The first steps with a bot, in order. */
export const STEPS = ['bot', 'connect', 'embed', 'agents', 'alerts'] as const
export type StepName = (typeof STEPS)[number]

/** `unknown`: a trial call has not been answered yet. */
export type StepState = 'done' | 'open' | 'unknown'

/** Everything that decides about the steps. `trials`: missing before the first trial call is answered. */
export interface StepFacts {
  readonly setup: SetupFacts
  readonly trials: TrialFacts | undefined
  /** Whether somebody has written in the widget. */
  readonly hasTalked: boolean
  /** The id of the admin. */
  readonly me: string
}

/** Says how far each step is. */
export function stepsOf(facts: StepFacts): Readonly<Record<StepName, StepState>> {
  const { setup, hasTalked, me } = facts
  return {
    bot: 'done',
    connect: connectOf(facts),
    embed: hasTalked ? 'done' : 'open',
    agents: setup.agents.some(({ id }) => id !== me) ? 'done' : 'open',
    alerts: setup.subscriptions?.some(({ status }) => status === 'confirmed') ? 'done' : 'open',
  }
}

function connectOf({ setup: { config, keys }, trials }: StepFacts): StepState {
  if (config.mode === 'gate') return keys > 0 ? 'done' : 'open'
  if (trials === undefined) return 'unknown'
  const { connector } = trials.check
  return connector?.outcome === 'answered' || connector?.outcome === 'acknowledged' ? 'done' : 'open'
}

/** The findings that a step says in its own words, as long as it is open. */
const SAID_BY_STEPS: ReadonlySet<FindingCode> = new Set<FindingCode>(['bot.no_key', 'alerts.nobody', 'agents.none'])

/** The findings about the connection of the bot. The step shows them. */
export function connectionFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ code }) => code.startsWith('connector.'))
}

/** The findings that no step shows, faults first. */
export function otherFindings(findings: readonly Finding[]): readonly Finding[] {
  const others = findings.filter(({ code }) => !code.startsWith('connector.') && !SAID_BY_STEPS.has(code))
  return [
    ...others.filter(({ severity }) => severity === 'wrong'),
    ...others.filter(({ severity }) => severity !== 'wrong'),
  ]
}

/** Finds what `interlude doctor` finds in the bot. */
export function findingsOf({ setup, trials }: StepFacts, today: string): readonly Finding[] {
  return findInBot({ ...setup, ...(trials ?? { check: {}, channels: {} }) }, today)
}
