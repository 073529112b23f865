import type { Entry } from '../../../lib/protocol/entry.ts'
import { REMEMBERED_COMMANDS } from '../../../lib/session/recent.ts'
import {
  type Answer,
  clockOf,
  effectsOf,
  type History,
  isHeldAt,
  type Operation,
  oksOf,
  type Violation,
} from './history.ts'

/** How long after a kill clients may notice it; until then, the server may have committed. */
const NOTICE_MS = 500

interface Effect {
  readonly operation: Operation
  readonly seq: number
  readonly invokedAt: number
  /** The time of the first acknowledgement; infinite without one. */
  readonly acknowledgedAt: number
}

/**
 * Acknowledged commands must be in the log once and in the order of time, refused ones not; retries get the same
 * answer.
 */
export function checkOperations(history: History): Violation[] {
  const time = clockOf(history)
  const bySession = Map.groupBy(history.operations, ({ session }) => session)
  const reads = Map.groupBy(
    history.pieces.filter(({ how }) => how === 'read'),
    ({ session }) => session,
  )
  return [...bySession].flatMap(([session, operations]) => {
    const log = history.transcripts[session] ?? []
    const found: Violation[] = []
    const say = (promise: string, story: string) => found.push({ promise, session, story })
    const effects: Effect[] = []
    for (const operation of operations) {
      const entries = effectsOf(operation, log)
      standsOnce(operation, { entries, log, operations }, say)
      answeredAlike(operation, say)
      const [entry] = entries
      const [first] = operation.tries
      if (entry && first)
        effects.push({
          operation,
          seq: entry.seq,
          invokedAt: first.invokedAt,
          acknowledgedAt: oksOf(operation)[0]?.endedAt ?? Number.POSITIVE_INFINITY,
        })
    }
    inOrderOfTime(effects, time, say)
    pausesHold(operations, log, time, say)
    for (const { client, invokedAt, revision } of reads.get(session) ?? []) {
      if (invokedAt === undefined || revision === undefined) continue
      const missing = effects.find(({ acknowledgedAt, seq }) => acknowledgedAt < invokedAt && seq > revision)
      if (missing)
        say(
          'a read sees what was acknowledged before',
          `${client} asked at ${time(invokedAt)} and got ${revision} entries; ${named(missing.operation)} is ${missing.seq}, acknowledged at ${time(missing.acknowledgedAt)}`,
        )
    }
    invented(operations, log, say)
    return found
  })
}

type Say = (promise: string, story: string) => void

/** The entries of an operation in its log, and all operations of the conversation. */
interface Standing {
  readonly entries: readonly Entry[]
  readonly log: readonly Entry[]
  readonly operations: readonly Operation[]
}

function standsOnce(operation: Operation, { entries, log, operations }: Standing, say: Say): void {
  const { kind, via, mark, tries } = operation
  const oks = oksOf(operation)
  const seqs = entries.map(({ seq }) => seq)
  if (entries.length > 1 && !entries.every((entry, at) => at === 0 || isForgotten(entries[at - 1], entry, operations)))
    say('nothing stands twice', `${named(operation)}, ${tries.length} tries, stands at ${seqs.join(', ')}`)
  const isCertain = tries.every(({ outcome }) => outcome.status === 'failed')
  if (isCertain && entries.length > 0) {
    const whys = tries.map(({ outcome }) => ('why' in outcome ? outcome.why : '')).join(', ')
    say('what was refused was not done', `${named(operation)} was refused (${whys}) and stands at ${seqs.join(', ')}`)
  }
  const isControl = kind === 'pause' || kind === 'unpause'
  const mustStand = isControl ? oks.some(({ outcome }) => outcome.answer.changed === true) : oks.length > 0
  if (mark !== '' && mustStand && entries.length === 0 && via !== 'botpress')
    say('what was acknowledged is never lost', `${named(operation)} was acknowledged and does not stand`)
  if (via === 'botpress' && kind === 'say' && oks.length > 0 && entries.length === 0)
    say('what was acknowledged is never lost', `${named(operation)} was acknowledged and does not stand`)
  for (const { outcome } of oks) {
    const { seq, changed } = outcome.answer
    if (seq === undefined) continue
    if (isControl && changed === false) {
      const wanted = kind === 'pause' ? 'paused' : 'resumed'
      if (log[seq - 1]?.kind !== wanted)
        say('an answer names what it did', `${named(operation)} names ${seq}, which is ${log[seq - 1]?.kind}`)
    } else if (kind !== 'reply' && entries.length === 1 && seq !== seqs[0])
      say('an answer names what it did', `${named(operation)} names ${seq} and stands at ${seqs[0]}`)
  }
}

/**
 * Whether the conversation may have forgotten a command before its retry: it remembers `REMEMBERED_COMMANDS` newer ones
 * (PROTOCOL.md, ids and retries). It remembers no refused command.
 */
function isForgotten(first: Entry | undefined, again: Entry, operations: readonly Operation[]): boolean {
  if (!first) return false
  const [from, to] = [Date.parse(first.at), Date.parse(again.at)]
  const between = operations.filter(
    ({ id, tries }) =>
      id !== undefined &&
      tries.some(
        ({ invokedAt, endedAt, outcome }) => outcome.status !== 'failed' && endedAt >= from && invokedAt <= to,
      ),
  )
  // The operation itself is one of them.
  return between.length > REMEMBERED_COMMANDS
}

function answeredAlike(operation: Operation, say: Say): void {
  const answers = oksOf(operation).map(({ outcome }) => outcome.answer)
  const whole = answers.filter(({ atOnce }) => !atOnce)
  const ofTurn = ({ seq, paused, replies }: Answer) => ({ seq, paused, replies: replies?.map(reply => reply.seq) })
  const compare = (all: readonly Answer[], essenceOf: (answer: Answer) => object) => {
    const [first, ...later] = all.map(answer => JSON.stringify(essenceOf(answer)))
    const other = later.find(each => each !== first)
    if (first !== undefined && other !== undefined)
      say('what is asked again is answered alike', `${named(operation)}: first ${first}, then ${other}`)
  }
  compare(answers, ({ seq }) => ({ seq }))
  if (operation.kind === 'message' && operation.mode === 'ask') compare(whole, ofTurn)
}

/** A command that began after another was acknowledged comes after it in the log, for all clients. */
function inOrderOfTime(effects: readonly Effect[], time: (at: number) => string, say: Say): void {
  let earliest: Effect | undefined
  for (const effect of [...effects].sort((a, b) => b.seq - a.seq)) {
    if (earliest && earliest.acknowledgedAt < effect.invokedAt)
      say(
        'what was over before stands before',
        `${named(earliest.operation)} was acknowledged at ${time(earliest.acknowledgedAt)} and is ${earliest.seq}; ${named(effect.operation)} began at ${time(effect.invokedAt)} and is ${effect.seq}`,
      )
    if (!earliest || effect.acknowledgedAt < earliest.acknowledgedAt) earliest = effect
  }
}

/** From the acknowledgement of a pause until somebody begins an unpause, every new message is held. */
function pausesHold(operations: readonly Operation[], log: readonly Entry[], time: (at: number) => string, say: Say) {
  const releases = operations.filter(({ kind }) => kind === 'unpause').flatMap(({ tries }) => tries)
  const messages = operations
    .filter(({ kind }) => kind === 'message')
    .flatMap(message => message.tries.slice(0, 1).map(first => ({ message, begunAt: first.invokedAt })))
    .sort((a, b) => a.begunAt - b.begunAt)
  for (const pause of operations.filter(({ kind }) => kind === 'pause')) {
    const done = oksOf(pause).find(({ outcome }) => outcome.answer.paused !== false)
    if (!done) continue
    const until = releases
      .filter(({ endedAt, outcome }) => endedAt + (outcome.status === 'unknown' ? NOTICE_MS : 0) >= done.invokedAt)
      .reduce((first, { invokedAt }) => Math.min(first, invokedAt), Number.POSITIVE_INFINITY)
    const first = messages.findIndex(({ begunAt }) => begunAt > done.endedAt)
    for (const { message, begunAt } of first === -1 ? [] : messages.slice(first)) {
      // Messages are sorted by their begin, and each ends after it: from here on, none ends before the unpause begins.
      if (begunAt >= until) break
      for (const { endedAt, outcome } of oksOf(message)) {
        const { seq, paused, replies = [] } = outcome.answer
        if (endedAt >= until || seq === undefined) continue
        const held = isHeldAt(log, seq)
        if (paused === false || replies.length > 0 || !held)
          say(
            'once a pause is acknowledged, people hold',
            `${named(pause)} was acknowledged at ${time(done.endedAt)}; ${named(message)} began at ${time(begunAt)}, is ${seq} (${held ? 'held' : "the bot's"}) and was answered paused: ${paused} with ${replies.length} replies`,
          )
      }
    }
  }
}

/** The log has only texts that a client sent. */
function invented(operations: readonly Operation[], log: readonly Entry[], say: Say): void {
  const marks = new Set(operations.map(({ mark }) => mark))
  for (const entry of log) {
    if (entry.kind !== 'message' || (entry.by.type !== 'user' && entry.by.type !== 'agent')) continue
    if (!marks.has(entry.text ?? '')) say('nothing is invented', `nobody said “${entry.text}” (${entry.seq})`)
  }
}

export function named({ client, kind, mark, id, via }: Operation): string {
  return `${client}'s ${kind} “${mark}” (${[via, id].filter(part => part !== undefined).join(', id ')})`
}
