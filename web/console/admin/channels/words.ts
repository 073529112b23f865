import type { ChannelCheck, Finding } from '../../../../lib/protocol/channel-check.ts'
import { fullTime } from '../../ui/times.ts'
import type { FindingTexts } from './texts/en.ts'

/** Says in the agent's language what a check found. In the server's words if the catalogue lacks the finding. */
export function wordsOf(
  { finding, facts, detail }: Pick<ChannelCheck, 'finding' | 'facts' | 'detail'>,
  findings: Partial<FindingTexts>,
  locale: string,
): string {
  if (!Object.hasOwn(findings, finding)) return detail
  const say = findings[finding as Finding] as (facts: Readonly<Record<string, string>>) => string
  const { until } = facts
  return say(until === undefined ? facts : { ...facts, until: fullTime(until, locale) })
}

/** The state of a channel, by its checks: the worst of them. Nothing if it has none. */
export function stateOf(checks: readonly ChannelCheck[]): ChannelCheck['status'] | undefined {
  const has = (status: ChannelCheck['status']) => checks.some(check => check.status === status)
  if (has('wrong')) return 'wrong'
  if (has('unknown')) return 'unknown'
  return checks.length > 0 ? 'ok' : undefined
}
