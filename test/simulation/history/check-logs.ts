import { isDeepStrictEqual } from 'node:util'
import { asUserSees } from '../../../lib/protocol/as-user-sees.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'
import { type History, isHeldAt, type Piece, type Violation } from './history.ts'

/** One order for all readers: logs without gaps, the fence within them, and no reader with another view. */
export function checkLogs(history: History): Violation[] {
  return [
    ...Object.entries(history.transcripts).flatMap(([session, log]) => [...gaps(session, log), ...fence(session, log)]),
    ...history.pieces.flatMap(piece => shown(piece, history.transcripts[piece.session] ?? [])),
    ...history.views.flatMap(({ client, role, session, log }) =>
      compared('in the end a socket has exactly the log', session, `${client}, after its last ping`, {
        expected: asSeenBy(role, history.transcripts[session] ?? []),
        found: log,
      }),
    ),
  ]
}

function gaps(session: string, log: readonly Entry[]): Violation[] {
  const index = log.findIndex((entry, at) => entry.seq !== at + 1)
  if (index === -1) return []
  const story = `entry ${log[index]?.seq} stands where ${index + 1} should`
  return [{ promise: 'a log is numbered 1, 2, 3… without gaps', session, story }]
}

/** No reply of the bot may be between a pause and the next unpause. */
function fence(session: string, log: readonly Entry[]): Violation[] {
  const found: Violation[] = []
  const say = (promise: string, story: string) => found.push({ promise, session, story })
  let pause: number | undefined
  for (const entry of log) {
    switch (entry.kind) {
      case 'paused':
        if (pause !== undefined) say('nobody pauses what is paused', `${entry.seq} pauses again after ${pause}`)
        pause = entry.seq
        break
      case 'resumed':
        if (pause === undefined) say('only what is paused is given back', `${entry.seq} gives back what nobody held`)
        pause = undefined
        break
      case 'message':
        if (entry.by.type === 'bot' && pause !== undefined)
          say(
            'no reply of the bot is accepted while people hold',
            `the bot's “${entry.text}” is ${entry.seq}, paused by ${pause}`,
          )
        break
      default:
    }
  }
  return found
}

function shown({ client, role, how, session, after, upto, entries, isPaused }: Piece, log: readonly Entry[]) {
  const who = `${client} was ${how === 'read' ? 'answered' : 'pushed'} (${after}, ${upto}]`
  const found = compared('everybody is shown the same log', session, who, {
    expected: asSeenBy(role, log.slice(after, upto)),
    found: entries,
  })
  // A cursor beyond the log is returned unchanged.
  if (upto > log.length && upto > after)
    found.push({
      promise: 'what was shown stays',
      session,
      story: `${who}, and in the end the log has ${log.length} entries`,
    })
  if (how === 'pushed' && isPaused === false && isHeldAt(log, upto))
    found.push({
      promise: 'a frame says who holds the conversation',
      session,
      story: `${who} as the bot's, and people hold it`,
    })
  return found
}

export function asSeenBy(role: 'agent' | 'user', entries: readonly Entry[]): Entry[] {
  return role === 'agent' ? [...entries] : entries.map(asUserSees).filter(entry => entry !== undefined)
}

function compared(
  promise: string,
  session: string,
  who: string,
  { expected, found }: { expected: readonly Entry[]; found: readonly Entry[] },
): Violation[] {
  const length = Math.max(expected.length, found.length)
  const index = Array.from({ length }, (_, at) => at).find(at => !isDeepStrictEqual(expected[at], found[at]))
  if (index === undefined) return []
  const story = `${who}: ${worded(found[index])} instead of ${worded(expected[index])}`
  return [{ promise, session, story }]
}

function worded(entry: Entry | undefined): string {
  return entry === undefined ? 'nothing' : JSON.stringify(entry)
}
