import type { ChannelDelivery } from '../../../lib/protocol/bot.ts'
import type { Entry, MessageEntry } from '../../../lib/protocol/entry.ts'
import { pauseAcknowledgements, UNDER_WAY_MS } from './check-bot.ts'
import { type Call, clockOf, type History, type Piece, type Violation } from './history.ts'
import { firstAfter, indexOf } from './log-index.ts'

/** How long a handoff may wait for its alert, including kills. */
const ALERT_WITHIN_MS = 15_000

type Say = (promise: string, story: string) => void

/** Deliveries and alerts: at least once, in order, and twice only around a kill. */
export function checkOutside(history: History): Violation[] {
  const bySession = Map.groupBy(history.deliveries, ({ body }) => body.session.id)
  const pauses = pauseAcknowledgements(history)
  const reads = Map.groupBy(
    history.pieces.filter(({ how }) => how === 'read'),
    ({ session }) => session,
  )
  const sessions = new Set([...Object.keys(history.transcripts), ...bySession.keys()])
  return [...sessions].flatMap(session => {
    const found: Violation[] = []
    const say: Say = (promise, story) => found.push({ promise, session, story })
    const log = history.transcripts[session] ?? []
    const calls = bySession.get(session) ?? []
    delivered(log, calls, say)
    inOrder(calls, say)
    onlyAgainAfterKills(calls, history, say)
    withheldStay(history, reads.get(session) ?? [], log, calls, say)
    notAfterPause(history, log, calls, pauses.get(session) ?? [], say)
    alerted(log, history, history.letters[session] ?? 0, say)
    return found
  })
}

type Calls = readonly Call<ChannelDelivery>[]

/** Every message for the channel arrived, or the log says why not; nothing else arrived. */
function delivered(log: readonly Entry[], calls: Calls, say: Say): void {
  for (const { body, webhookId } of calls) {
    const entry = log[body.seq - 1]
    if (entry?.kind !== 'message' || !entry.deliver || entry.text !== body.message.text)
      say(
        'the channel gets what stands in the log',
        `“${body.message.text}” came as ${body.seq}, logged is ${JSON.stringify(entry)}`,
      )
    if (webhookId !== `${body.session.id}:${body.seq}`)
      say("a delivery's webhook-id is its entry's", `${body.seq} came as ${webhookId}`)
  }
  const accepted = new Set(calls.filter(({ status }) => status < 300).map(({ body }) => body.seq))
  const settled = new Set(
    log.flatMap(entry => ((entry.kind === 'withheld' || entry.kind === 'undeliverable') && entry.of ? [entry.of] : [])),
  )
  for (const entry of log.filter(isForChannel)) {
    if (!accepted.has(entry.seq) && !settled.has(entry.seq))
      say('every message reaches its channel', `${entry.seq}, “${entry.text}”, never arrived`)
  }
}

function isForChannel(entry: Entry): entry is MessageEntry {
  return entry.kind === 'message' && entry.deliver === true
}

function inOrder(calls: Calls, say: Say): void {
  let newest = 0
  for (const { body } of calls) {
    if (body.seq < newest) say('a channel gets messages in their order', `${body.seq} came after ${newest}`)
    newest = Math.max(newest, body.seq)
  }
}

function onlyAgainAfterKills(calls: Calls, history: History, say: Say): void {
  const time = clockOf(history)
  for (const ofSeq of Map.groupBy(calls, ({ body }) => body.seq).values()) {
    for (const [index, { at, status, body }] of ofSeq.entries()) {
      const again = ofSeq[index + 1]
      if (status >= 300 || !again) continue
      // A call that a process sent just before it was killed may be read a moment later.
      if (!history.kills.some(kill => kill.upAt >= at && kill.at <= again.at))
        say(
          'nothing is delivered twice without a crash',
          `${body.seq} was accepted at ${time(at)} and came again at ${time(again.at)}, with no kill between`,
        )
    }
  }
}

/** A message that the log calls withheld was never sent; one that it calls unknown is not sent again. */
function withheldStay(history: History, reads: readonly Piece[], log: readonly Entry[], calls: Calls, say: Say): void {
  const time = clockOf(history)
  const bySeq = Map.groupBy(calls, ({ body }) => body.seq)
  for (const entry of log) {
    if (entry.kind !== 'withheld' || entry.of === undefined) continue
    const sent = bySeq.get(entry.of)
    if (!sent) continue
    if (entry.delivery === undefined && sent.length > 0)
      say('what is withheld is not delivered', `${entry.of} is withheld by ${entry.seq}, and came`)
    const knownAt = Math.min(
      ...reads.flatMap(({ invokedAt, upto }) => (invokedAt && upto >= entry.seq ? [invokedAt] : [])),
    )
    const late = sent.find(({ at }) => at > knownAt + UNDER_WAY_MS)
    if (late)
      say(
        'what is withheld is not delivered',
        `${entry.of} came at ${time(late.at)}; ${entry.seq} withheld it before ${time(knownAt)}`,
      )
  }
}

/** A claim of a bot reply is from before the pause, so its delivery leaves at once. */
function notAfterPause(
  history: History,
  log: readonly Entry[],
  calls: Calls,
  pauses: readonly { readonly seq: number; readonly at: number }[],
  say: Say,
): void {
  const time = clockOf(history)
  for (const { body, at } of calls) {
    if (body.from.type !== 'bot') continue
    const taken = firstAfter(indexOf(log).pauses, body.seq)?.seq
    const pause = pauses.find(({ seq }) => seq === taken)
    if (pause && at > pause.at + UNDER_WAY_MS)
      say(
        'nothing of the bot is sent after an acknowledged pause',
        `${body.seq} came at ${time(at)}; the pause ${pause.seq} was acknowledged at ${time(pause.at)}`,
      )
  }
}

/** Each handoff that waited long has an alert, and each alert has a letter. */
function alerted(log: readonly Entry[], { overAt }: History, letters: number, say: Say): void {
  const alerts = log.filter(({ kind }) => kind === 'alerted').length
  if (letters < alerts) say('an alert that is noted went out', `${alerts} are noted, ${letters} letters came`)
  for (const paused of log) {
    if (paused.kind !== 'paused' || paused.by.type === 'agent' || isQuiet(log, paused.seq)) continue
    const later = log.slice(paused.seq)
    const end = later.find(({ kind }) => kind === 'assigned' || kind === 'resumed')
    const waited = (end ? Date.parse(end.at) : overAt) - Date.parse(paused.at)
    const isTold = later.slice(0, end ? end.seq - paused.seq : undefined).some(({ kind }) => kind === 'alerted')
    if (!isTold && waited > ALERT_WITHIN_MS)
      say('agents are alerted of every handoff that waits', `${paused.seq} waited ${Math.round(waited)} ms in silence`)
    else if (!isTold && !end && waited > ALERT_WITHIN_MS / 3)
      say('agents are alerted of every handoff that waits', `${paused.seq} still waits in silence`)
  }
}

/**
 * Whether an alert came before `seq` and no agent since: a new handoff then alerts only after `realertMs`, longer than
 * a run.
 */
function isQuiet(log: readonly Entry[], seq: number): boolean {
  const last = log
    .slice(0, seq - 1)
    .findLast(entry => entry.kind === 'alerted' || entry.kind === 'assigned' || isPauseByAgent(entry))
  return last?.kind === 'alerted'
}

const isPauseByAgent = (entry: Entry) => entry.kind === 'paused' && entry.by.type === 'agent'
