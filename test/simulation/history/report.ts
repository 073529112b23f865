import { clockOf, type History, type Violation } from './history.ts'

/** A run in figures. */
export function summary(history: History): Record<string, number> {
  const { operations, turns, deliveries, handbacks, transcripts, kills, views, pieces } = history
  const tries = operations.flatMap(operation => operation.tries)
  const count = (status: string) => tries.filter(({ outcome }) => outcome.status === status).length
  const entries = Object.values(transcripts).flat()
  const again = (ids: readonly string[]) => ids.length - new Set(ids).size
  return {
    kills: kills.length,
    commands: operations.length,
    tries: tries.length,
    acknowledged: count('ok'),
    refused: count('failed'),
    unknown: count('unknown'),
    conversations: Object.keys(transcripts).length,
    entries: entries.length,
    pauses: entries.filter(({ kind }) => kind === 'paused').length,
    withheld: entries.filter(({ kind }) => kind === 'withheld').length,
    askedTheBot: turns.length,
    askedAgain: again(turns.map(({ webhookId }) => webhookId)),
    deliveries: deliveries.length,
    deliveredAgain: again(deliveries.filter(({ status }) => status === 200).map(({ webhookId }) => webhookId)),
    handbacks: handbacks.length,
    handbacksAgain: again(handbacks.map(({ webhookId }) => webhookId)),
    logsShownAtSockets: views.length,
    piecesShown: pieces.length,
  }
}

/** Each broken promise once, with its first stories and the end of the log of each. */
export function told(history: History, violations: readonly Violation[], stories = 3): string {
  if (violations.length === 0) return 'every promise was kept'
  const time = clockOf(history)
  const lines = [...Map.groupBy(violations, ({ promise }) => promise)].flatMap(([promise, broken]) => [
    `✗ ${promise}: ${broken.length} times`,
    ...broken.slice(0, stories).map(({ session, story }) => `    ${session}: ${story}`),
  ])
  const kills = history.kills.map(({ at, upAt }) => `${time(at)} to ${time(upAt)}`)
  return [...lines, ...(kills.length > 0 ? [`(killed: ${kills.join(', ')})`] : [])].join('\n')
}
