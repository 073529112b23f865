import type { Handback } from '../../../lib/protocol/bot.ts'
import type { Entry } from '../../../lib/protocol/entry.ts'
import type { Record, Story } from './record.ts'

/**
 * Repeated packets are equal, each has every message that the bot missed, and each ended episode was or will be
 * reported.
 */
export function judgeHandbacks(
  { told, tried }: Record,
  session: string,
  { stored, commits }: Story,
): string | undefined {
  const { log } = stored
  const packets = told.filter(({ packet }) => packet.session.id === session)
  const said = new Map<string, string>()
  for (const { packet } of packets) {
    const { epoch: _epoch, ...same } = packet
    const text = JSON.stringify(same)
    const before = said.get(packet.episodeId) ?? text
    if (before !== text) return `the packet of ${packet.episodeId} is told differently: ${before}, then ${text}`
    said.set(packet.episodeId, text)
    const complaint = judgePacket(log, packet)
    if (complaint !== undefined) return complaint
  }
  for (const { before, session: after } of commits) {
    for (let number = before.handedBackUpTo + 1; number <= after.handedBackUpTo; number++) {
      const known = packets.some(({ packet, taken }) => taken && numberOf(packet) === number)
      if (!known) return `episode ${number} counts as told, and the bot never took it`
    }
  }
  const { handedBackUpTo: upTo, nextHandback, episodes, control } = stored.session
  const ended = control.holder === 'human' ? episodes - 1 : episodes
  const next = [...tried].some(
    id => id.startsWith(`epi_${session.slice('ses_'.length)}_`) && id.endsWith(`_${upTo + 1}`),
  )
  if (upTo < ended && !nextHandback && !next) return `episode ${upTo + 1} is over, and nobody tried to tell the bot`
  return judgeEveryMissed(log)
}

function numberOf({ episodeId }: Handback): number {
  return Number(episodeId.slice(episodeId.lastIndexOf('_') + 1))
}

function judgePacket(log: readonly Entry[], packet: Handback): string | undefined {
  const number = numberOf(packet)
  const paused = log.find(entry => entry.kind === 'paused' && entry.episode === number)
  const resumed = log.find(entry => entry.kind === 'resumed' && entry.episode === number)
  if (paused?.kind !== 'paused' || resumed?.kind !== 'resumed') return `${packet.episodeId} is told of, and is not over`
  if (packet.next !== undefined) return undefined
  const within = log
    .slice(paused.seq, resumed.seq)
    // The command that ends the part of people is not for the bot.
    .filter(entry => entry.kind === 'message' && entry.by.type === 'user' && entry.command === undefined)
  const held = (paused.held ?? []).flatMap(seq => piecesOf(log, seq))
  const missed = [...new Set([...held, ...cameWith(log, paused), ...within.map(({ seq }) => seq)])].sort(
    (a, b) => a - b,
  )
  const packed = packet.missed.map(({ seq }) => seq)
  if (JSON.stringify([...packed].sort((a, b) => a - b)) !== JSON.stringify(missed)) {
    return `the packet of ${packet.episodeId} has the missed messages ${packed}, and they are ${missed}`
  }
  const answer = log.findLast(({ seq, ...entry }) => {
    return seq > paused.seq && seq < resumed.seq && entry.kind === 'message' && entry.by.type === 'agent'
  })
  const wrong = packet.missed.find(({ seq, unanswered }) => unanswered !== seq > (answer?.seq ?? 0))
  return wrong && `message ${wrong.seq} is told as ${wrong.unanswered ? 'unanswered' : 'answered'}, and is not`
}

/** The entries of a message; a long one has several. */
function piecesOf(log: readonly Entry[], seq: number): number[] {
  const rest = log.flatMap(entry => (entry.kind === 'message' && entry.continues === seq ? [entry.seq] : []))
  return [seq, ...rest]
}

/** A message that started a bot-wide pause is right before the pause. */
function cameWith(log: readonly Entry[], paused: Entry): number[] {
  const before = log[paused.seq - 2]
  const isIt = before?.kind === 'message' && before.by.type === 'user' && before.epoch === paused.epoch
  return isIt ? [before.seq] : []
}

/** A message whose turn became a draft, or was held, belongs to an episode. */
function judgeEveryMissed(log: readonly Entry[]): string | undefined {
  const drafts = log.flatMap(entry =>
    entry.kind === 'withheld' && entry.inReplyTo !== undefined ? [entry.inReplyTo] : [],
  )
  let isHeld = false
  const missed = new Set<number>()
  for (const entry of log) {
    if (entry.kind === 'paused') {
      isHeld = true
      for (const seq of [...(entry.held ?? []), ...cameWith(log, entry)]) missed.add(seq)
    }
    if (entry.kind === 'resumed') isHeld = false
    if (entry.kind === 'message' && entry.by.type === 'user' && isHeld) missed.add(entry.seq)
  }
  const lost = drafts.find(of => !missed.has(of))
  return lost === undefined ? undefined : `the answer to message ${lost} is a draft, and no episode has it as missed`
}
