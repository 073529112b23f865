import type { Handback } from '../../../lib/protocol/bot.ts'
import type { Entry, MessageEntry } from '../../../lib/protocol/entry.ts'
import { clockOf, effectsOf, type History, type Operation, oksOf, type Violation } from './history.ts'
import { firstAfter, indexOf, lastUpTo } from './log-index.ts'

/** The longest time from a claim or commit to the arrival of its effect, in a busy process. */
export const UNDER_WAY_MS = 1_500
/** The maximum number of tries of a turn (ADR 10). */
const MAX_CALLS = 3

/** Checks the bot's calls, the use of its replies, and its handbacks. */
export function checkBot(history: History): Violation[] {
  return [...asked(history), ...answers(history), ...closed(history), ...handbacks(history)]
}

/** When outside observers first knew that the pause `seq` is in the log. */
export function pauseAcknowledgements(history: History): Map<string, readonly { seq: number; at: number }[]> {
  const pauses = Map.groupBy(
    history.operations.filter(({ kind }) => kind === 'pause'),
    ({ session }) => session,
  )
  return new Map(
    [...pauses].map(([session, operations]) => {
      const log = history.transcripts[session] ?? []
      return [
        session,
        operations.flatMap(operation => {
          const at = oksOf(operation)[0]?.endedAt
          const seq = effectsOf(operation, log)[0]?.seq
          return at === undefined || seq === undefined ? [] : [{ seq, at }]
        }),
      ]
    }),
  )
}

function asked(history: History): Violation[] {
  const time = clockOf(history)
  const pauses = pauseAcknowledgements(history)
  return [...Map.groupBy(history.turns, ({ body }) => `${body.session.id} ${body.seq}`).values()].flatMap(calls => {
    const { body } = calls[0]!
    const { seq } = body
    const session = body.session.id
    const log = history.transcripts[session] ?? []
    const found: Violation[] = []
    const say = (promise: string, story: string) => found.push({ promise, session, story })
    const entry = log[seq - 1]
    if (entry?.kind !== 'message' || entry.by.type !== 'user' || entry.text !== body.message.text)
      say("the bot is asked what stands in the log as a user's", `asked “${body.message.text}” as ${seq}`)
    else {
      if (heldWith(log, entry))
        say('no message of a paused conversation reaches the bot', `it was asked ${seq}, “${entry.text}”`)
      if (body.epoch !== entry.epoch)
        say('the bot is asked in the epoch of the turn', `asked ${seq} in ${body.epoch}, which is of ${entry.epoch}`)
    }
    const ids = new Set(calls.map(({ webhookId }) => webhookId))
    if (ids.size > 1 || !ids.has(`${session}:${seq}`))
      say('a turn has one webhook-id', `${seq} came as ${[...ids].join(' and ')}`)
    if (calls.length > MAX_CALLS) say('a turn is tried three times at most', `${seq} came ${calls.length} times`)
    const taken = firstAfter(indexOf(log).pauses, seq)?.seq
    const pause = pauses.get(session)?.find(each => each.seq === taken)
    const late = pause && calls.find(({ at }) => at > pause.at + UNDER_WAY_MS)
    if (pause && late)
      say(
        'a turn that people took reaches the bot no more',
        `${seq} came at ${time(late.at)}; the pause ${pause.seq} was acknowledged at ${time(pause.at)}`,
      )
    return found
  })
}

/** Whether people had control when a message arrived, or got it with the message itself. */
function heldWith(log: readonly Entry[], { seq }: MessageEntry): boolean {
  return lastUpTo(indexOf(log).changes, seq - 1)?.kind === 'paused'
}

function repliesTo(seq: number, log: readonly Entry[]): readonly MessageEntry[] {
  return indexOf(log).replies.get(seq) ?? []
}

/** `paused` and `replies` of an answer must match the commit in the log. */
function answers(history: History): Violation[] {
  return history.operations.flatMap(operation => {
    const { session, kind, mode } = operation
    if (kind === 'reply') return replied(operation, history.transcripts[session] ?? [])
    if (kind !== 'message') return []
    const log = history.transcripts[session] ?? []
    const promise = 'an answer says what stands in the log'
    return oksOf(operation).flatMap(({ outcome: { answer } }) => {
      const { seq, paused, replies = [], atOnce } = answer
      if (seq === undefined || atOnce) return []
      const logged = repliesTo(seq, log)
      const toSay = logged.filter(({ deliver }) => !deliver)
      const told = (list: readonly { seq: number; text?: string }[]) => list.map(each => each.seq).join(', ') || 'none'
      const wrong: string[] = []
      if (mode === 'ask' && told(replies) !== told(toSay))
        wrong.push(`answered the replies ${told(replies)} to ${seq}, logged are ${told(toSay)}`)
      const words = new Map(logged.map(entry => [entry.seq, entry.text]))
      if (replies.some(reply => reply.text !== undefined && words.get(reply.seq) !== reply.text))
        wrong.push(`the replies to ${seq} have other words in the log`)
      if (mode === 'ask' && paused === false && logged.length === 0)
        wrong.push(`${seq} was answered as the bot's, and no reply stands`)
      return wrong.map(story => ({ promise, session, story }))
    })
  })
}

function replied(operation: Operation, log: readonly Entry[]): Violation[] {
  const { session, of = 0, tries } = operation
  const logged = repliesTo(of, log).length
  const found: Violation[] = []
  if (oksOf(operation).length > 0 && logged !== 1)
    found.push({
      promise: 'what was acknowledged is never lost',
      session,
      story: `the gated reply to ${of} was accepted, and stands ${logged} times`,
    })
  const withheld = tries.some(({ outcome }) => outcome.status === 'failed' && outcome.why === 'reply.withheld')
  if (withheld && logged > 0)
    found.push({
      promise: 'what was refused was not done',
      session,
      story: `the gated reply to ${of} was withheld, and stands`,
    })
  return found
}

function closed({ transcripts }: History): Violation[] {
  const promise = 'every message ends answered, or with people'
  return Object.entries(transcripts).flatMap(([session, log]) =>
    log
      .filter(entry => entry.kind === 'message' && entry.by.type === 'user')
      .filter(({ seq }) => repliesTo(seq, log).length === 0 && !isWithPeople(seq, log))
      .map(({ seq }) => ({ promise, session, story: `${seq} has no answer, and nobody took it` })),
  )
}

/** Whether people had control when the message arrived, or took control before it was answered. */
function isWithPeople(seq: number, log: readonly Entry[]): boolean {
  const { changes, held } = indexOf(log)
  return held.has(seq) || lastUpTo(changes, seq - 1)?.kind === 'paused'
}

/** Each episode has one complete packet, by webhook or with a message. */
function handbacks(history: History): Violation[] {
  const packets: Handback[] = [
    ...history.handbacks.map(({ body }) => body),
    ...history.turns.flatMap(({ body }) => body.handbacks ?? []),
  ]
  const found: Violation[] = history.handbacks
    .filter(({ webhookId, body }) => webhookId !== body.episodeId)
    .map(({ webhookId, body }) => ({
      promise: "a handback's webhook-id is its episodeId",
      session: body.session.id,
      story: `${body.episodeId} came as ${webhookId}`,
    }))
  const byEpisode = Map.groupBy(packets, ({ episodeId }) => episodeId)
  for (const [session, log] of Object.entries(history.transcripts)) {
    for (const resumed of log) {
      if (resumed.kind !== 'resumed') continue
      const episodeId = `epi_${session.slice('ses_'.length)}_${resumed.episode}`
      const paused = lastUpTo(indexOf(log).pauses, resumed.seq - 1)
      const came = byEpisode.get(episodeId) ?? []
      if (came.length === 0)
        found.push({
          promise: 'the bot is told what happened meanwhile',
          session,
          story: `of ${episodeId} (${paused?.seq} to ${resumed.seq}) nothing came`,
        })
      const missed = [...(paused?.held ?? []), ...usersBetween(log, paused, resumed)]
      for (const packet of came) {
        const told = packet.missed.map(({ seq }) => seq).join(', ')
        if (packet.next === undefined && told !== missed.join(', '))
          found.push({
            promise: 'a handback holds what the bot did not see',
            session,
            story: `${episodeId} says ${told || 'nothing'}; missed was ${missed.join(', ') || 'nothing'}`,
          })
      }
    }
  }
  return found
}

function usersBetween(log: readonly Entry[], from: Entry | undefined, to: Entry): number[] {
  return log
    .slice(from?.seq ?? 0, to.seq)
    .filter(entry => entry.kind === 'message' && entry.by.type === 'user')
    .map(({ seq }) => seq)
}
