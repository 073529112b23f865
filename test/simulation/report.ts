import type { Decision } from '../../lib/session/decide.ts'
import { START } from '../support/clock.ts'
import type { Pending } from './actor-tree.ts'
import { storedOf } from './broken.ts'
import type { Choice } from './choices.ts'
import type { ExploredWorld } from './explored-world.ts'
import { BOT_URL, postedBy } from './outside.ts'
import { beginningOf, type Findings, stepped, type Violation } from './search.ts'
import type { Stage } from './stage.ts'

/** A line of figures for each scope. */
export function lineOf({ scope, states, transitions, depth, ends, seconds, complete, violation }: Findings): string {
  const speed = Math.round(states / Math.max(seconds, 0.001))
  const verdict = violation ? 'BROKEN' : complete ? 'all of it' : 'up to the bound'
  return [
    scope.padEnd(34),
    `${states}`.padStart(9),
    `${transitions}`.padStart(10),
    `${depth}`.padStart(5),
    `${ends}`.padStart(8),
    seconds.toFixed(1).padStart(7),
    `${speed}`.padStart(7),
    `  ${verdict}`,
  ].join(' ')
}

export const HEAD = [
  'scope'.padEnd(34),
  'states'.padStart(9),
  'steps'.padStart(10),
  'depth'.padStart(5),
  'ends'.padStart(8),
  'seconds'.padStart(7),
  'per s'.padStart(7),
].join(' ')

/** A broken promise as a story: the steps of the actors and their outcomes. */
export async function storyOf(stage: Stage, { complaint, trace }: Violation): Promise<string> {
  if (trace.length === 0) return `  => ${complaint}`
  let world = await beginningOf(stage)
  const lines: string[] = []
  for (const choice of trace) {
    lines.push(`${`${lines.length + 1}.`.padStart(4)} ${tell(stage, world, choice)}`)
    const before = world
    world = await Promise.resolve()
      .then(() => stepped(stage, before, choice))
      .catch(() => before)
    const came = newEntries(stage, before, world)
    if (came !== '') lines[lines.length - 1] += ` → the log has ${came}`
  }
  return [...lines, `  => ${complaint}`].join('\n')
}

function tell(stage: Stage, world: ExploredWorld, choice: Choice): string {
  switch (choice.kind) {
    case 'begin':
      return `${nameOf(stage, choice.actor)} ${choice.beginning.label}`
    case 'call':
      return `${nameOf(stage, choice.actor)}: ${callOf(choice.pending)}: ${choice.how}`
    case 'die':
      return `${nameOf(stage, choice.actor)} dies (${world.actors[choice.actor]?.node?.pending.map(callOf).join('; ')})`
    case 'jump':
      return `time passes: ${(choice.to - START) / 1000} s since the beginning`
    default:
      return choice satisfies never
  }
}

function nameOf(stage: Stage, actor: number): string {
  return stage.scope.roles[actor]?.name ?? `actor ${actor}`
}

function callOf(pending: Pending): string {
  const { op, args } = pending
  switch (op) {
    case 'commit': {
      const { entries, session } = args[1] as Decision<unknown>
      const what = entries.map(({ seq, kind }) => `${seq} ${kind}`).join(', ')
      const sending = session.deliveryClaim
        ? ` sending ${session.deliveryClaim.seq} by "${session.deliveryClaim.by}"`
        : ''
      return `commit on version ${args[0]} (${what || 'no entry'}${sending})`
    }
    case 'post': {
      const { url, id } = postedBy(pending)
      return `${url === BOT_URL ? 'calls the bot' : 'sends to the channel'} ${id.split(':')[1] ?? id}`
    }
    case 'push': {
      const frame = args[1] as { type: string; after?: number; upto?: number }
      return `pushes (${frame.after}, ${frame.upto}] to ${args[0]}`
    }
    case 'sleep':
      return `sleeps ${args[0]} ms`
    default:
      return op
  }
}

function newEntries(stage: Stage, before: ExploredWorld, after: ExploredWorld): string {
  const old = storedOf(before.store, stage.sessionId)?.log.length ?? 0
  const log = storedOf(after.store, stage.sessionId)?.log ?? []
  return log
    .slice(old)
    .map(entry => {
      const text =
        entry.kind === 'message' ? ` "${entry.text}" by ${entry.by.type}` : 'of' in entry ? ` of ${entry.of}` : ''
      return `${entry.seq} ${entry.kind}${text}`
    })
    .join(', ')
}
