import type { Trial } from '../protocol/bot-check.ts'
import type { ChannelCheck } from '../protocol/channel-check.ts'
import type { BotConfig } from '../protocol/config.ts'
import type { BotFacts } from './facts.ts'
import { type Finding, finding, setCommand } from './findings.ts'

/** The longest time limit that a configuration may set. */
const MAX_TIMEOUT_MS = 25_000

/** Finds what is wrong with the bot's own server. */
export function findInConnector({ botId, config: { connector }, check: { connector: trial } }: BotFacts) {
  if (connector === undefined || trial === undefined) return []
  const { url, timeoutMs } = connector
  const facts = { url, reason: trial.reason ?? '' }
  const atUrl = { field: 'connector.url', command: setCommand(botId, 'connector.url', '<url>') }
  switch (trial.outcome) {
    case 'answered':
    case 'acknowledged':
      return slowness(botId, timeoutMs, trial)
    case 'late':
      return [finding('connector.late', { timeoutMs: String(timeoutMs) })]
    case 'forbidden':
      return [finding('connector.forbidden', facts, atUrl)]
    case 'missing':
      return [finding('connector.missing', facts, atUrl)]
    case 'rejected': {
      const field = 'connector.secret'
      return [finding('connector.rejected', facts, { field, command: setCommand(botId, field, '<secret>') })]
    }
    case 'failed':
      return [finding('connector.failed', facts, atUrl)]
    case 'unreadable':
      return [finding('connector.unreadable', facts)]
    default:
      return trial.outcome satisfies never
  }
}

/** A bot that answers after its time limit has failed: people get the conversation. */
function slowness(botId: string, timeoutMs: number, { tookMs }: Trial): readonly Finding[] {
  if (tookMs <= timeoutMs) return []
  const wanted = String(Math.min(MAX_TIMEOUT_MS, Math.ceil((tookMs * 2) / 1000) * 1000))
  const field = 'connector.timeoutMs'
  const facts = { tookMs: String(tookMs), timeoutMs: String(timeoutMs), wanted }
  return [finding('connector.slow', facts, { field, command: setCommand(botId, field, wanted) })]
}

/** Finds what is wrong with the endpoint of events. */
export function findInEvents({ botId, config: { events }, check, deadEvents }: BotFacts): readonly Finding[] {
  const dead = deadEvents === 0 ? [] : [finding('events.dead', { count: String(deadEvents) }, { field: 'events.url' })]
  if (events === undefined || check.events === undefined) return dead
  const facts = { url: events.url, reason: check.events.reason ?? '' }
  const atUrl = { field: 'events.url', command: setCommand(botId, 'events.url', '<url>') }
  switch (check.events.outcome) {
    case 'answered':
    case 'acknowledged':
    case 'unreadable':
      return dead
    case 'forbidden':
      return [finding('events.forbidden', facts, atUrl), ...dead]
    case 'missing':
    case 'failed':
    case 'late':
      return [finding('events.failed', facts, atUrl), ...dead]
    case 'rejected':
      return [finding('events.rejected', facts, { field: 'events.secret' }), ...dead]
    default:
      return check.events.outcome satisfies never
  }
}

/** Finds what the checks of the channels found. */
export function findInChannels({ channels }: Pick<BotFacts, 'channels'>): readonly Finding[] {
  return Object.entries(channels).flatMap(([channel, checks]) =>
    checks.flatMap((check): readonly Finding[] => ofCheck(channel, check)),
  )
}

function ofCheck(channel: string, { status, finding: found, name: part, detail }: ChannelCheck): readonly Finding[] {
  const field = `channels.${channel}`
  // `later`: an earlier check of the channel says what to mend.
  if (status === 'ok' || found === 'later') return []
  return [finding(`channel.${status}`, { channel, part, detail }, { field })]
}

/** Finds origins that send the conversation over the network as it is. */
export function findInWidget({ botId, config: { widget } }: { botId: string; config: Pick<BotConfig, 'widget'> }) {
  return (widget?.allowedOrigins ?? [])
    .filter(origin => origin.startsWith('http:') && !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin))
    .map(origin => {
      const field = 'widget.allowedOrigins'
      return finding('widget.insecure_origin', { origin }, { field, command: `config edit --bot ${botId}` })
    })
}
