import type { Entry } from '../../../lib/protocol/entry.ts'
import type { Session } from '../../../lib/session/session.ts'
import { judgeEnd } from '../properties.ts'
import type { Reader } from '../reader.ts'
import { judgeEvents } from './judge-events.ts'
import { judgeHandbacks } from './judge-handbacks.ts'
import type { Record, Story } from './record.ts'
import type { SimulatedWorld } from './simulated-world.ts'

/** Judges a run after it came to rest: the log, deliveries, handbacks, alerts and watchers. */
export function judge(world: SimulatedWorld): void {
  const { record } = world
  for (const [botId, published] of record.publishedOf) {
    const slots = record.slots.get(botId) ?? 0
    if (published.length > slots) record.complain(`${published.length} notices of ${botId} went out, in ${slots} slots`)
  }
  for (const [session, story] of record.stories) {
    const who = story.stored.session.userId
    const complain = (about: string | undefined) => about !== undefined && record.complain(`${who}: ${about}`)
    complain(
      judgeEnd({
        stored: withEveryTurn(story),
        seen: remembered(story),
        readers: readersOf(world, session),
        mayDouble: true,
        alertsMayFail: true,
      }),
    )
    complain(judgeOnce(world, story))
    complain(judgeSize(story))
    complain(judgeLeases(world, story))
    complain(judgeLeaving(story))
    complain(judgeBotWords(world, story))
    complain(judgeAsking(record, session, story))
    complain(judgeSending(record, session, story))
    complain(judgeAlerts(world, session, story))
    complain(judgeWidePauses(world, story))
    complain(judgeHandbacks(record, session, story))
    complain(judgeEvents(world, session, story))
  }
}

/** The turn of every message, including those that the conversation has forgotten. */
function withEveryTurn({ stored, commits }: Story): Story['stored'] {
  const turns = new Map<number, Session['recent'][number]>()
  for (const { session } of commits) {
    for (const known of session.recent) if (known.turn) turns.set(known.seq, known)
  }
  const known = new Set(stored.session.recent.map(({ seq }) => seq))
  for (const entry of stored.log) {
    // Held and forgotten in the same commit.
    if (entry.kind === 'paused') for (const seq of entry.held ?? []) if (!known.has(seq)) turns.delete(seq)
  }
  return { ...stored, session: { ...stored.session, recent: [...turns.values()] } }
}

/** Drops answers about commands that the conversation has forgotten, which have no promise. */
function remembered({ seen, forgotten }: Story): Story['seen'] {
  return forgotten.size === 0 ? seen : seen.filter(({ kind }) => kind !== 'answered' && kind !== 'said')
}

function readersOf({ seats }: SimulatedWorld, session: string): Reader[] {
  return seats.flatMap(seat => {
    const reader = seat.logs.get(session)
    return reader && seat.open.has(session) && seat.connectionId !== undefined ? [reader] : []
  })
}

/** A command with an id is carried out once, however often it arrives; a forgotten one counts as new. */
function judgeOnce({ modules }: SimulatedWorld, { stored: { log }, forgotten }: Story): string | undefined {
  const seen = new Set<string>()
  for (const entry of log) {
    const command = commandOf(entry)
    if (!command || forgotten.has(modules.recent.commandHash(command.verb, command.id))) continue
    const name = `${command.verb} ${command.id}`
    if (seen.has(name)) return `${name} is carried out twice, the second time as entry ${entry.seq}`
    seen.add(name)
  }
  return undefined
}

/** The command that wrote an entry, if the entry shows it. */
function commandOf(entry: Entry): { readonly verb: string; readonly id: string } | undefined {
  if (entry.kind === 'note') return entry.text.startsWith('note') ? { verb: 'note', id: entry.text } : undefined
  if (entry.kind !== 'message') return undefined
  const { by, clientId, text } = entry
  if (clientId !== undefined) return { verb: by.type === 'user' ? 'receive' : 'say', id: clientId }
  const unasked = by.type === 'bot' ? /^by the way (\d+) /.exec(text ?? '') : null
  return unasked ? { verb: 'reply', id: `p${unasked[1]}` } : undefined
}

/** The bounds of the STATE item: its size, its remembered commands, its open turns. */
const MAX_STATE_BYTES = 16 * 1024
const MAX_REMEMBERED = 20
const MAX_OPEN = 40

function judgeSize({ commits }: Story): string | undefined {
  for (const { session } of commits) {
    const open = session.recent.filter(({ turn }) => turn?.status === 'open').length
    if (open > MAX_OPEN) return `${open} turns are open at once`
    // Closed turns stay until the next command is remembered.
    if (session.recent.length > MAX_REMEMBERED + MAX_OPEN) return `${session.recent.length} commands are remembered`
  }
  const last = commits.at(-1)
  const bytes = last ? Buffer.byteLength(JSON.stringify(last.session)) : 0
  return bytes > MAX_STATE_BYTES ? `STATE has ${bytes} bytes` : undefined
}

/** A turn or a delivery is not taken over before its lease ends. */
function judgeLeases({ plan }: SimulatedWorld, { commits }: Story): string | undefined {
  const slack = 2 * plan.skewMs
  for (const { at, before, session } of commits) {
    for (const { seq, turn } of before.recent) {
      const now = session.recent.find(known => known.seq === seq && known.turn)?.turn
      if (turn?.status !== 'open' || now?.status !== 'open' || turn.attempt === now.attempt) continue
      if (now.attempt !== turn.attempt + 1) return `try ${now.attempt} of turn ${seq} follows try ${turn.attempt}`
      if (at < turn.until - slack) return `turn ${seq} is taken over within its lease`
    }
    const [earlier, later] = [before.deliveryClaim, session.deliveryClaim]
    const isTakenOver = earlier && later && earlier.seq === later.seq && later.by !== '' && earlier.by !== later.by
    if (isTakenOver && at < earlier.until - slack) return `the sending of ${earlier.seq} is taken over within its lease`
  }
  return undefined
}

/** The bot is asked once per try of a turn, and once more if a try's asynchronous call arrives twice (ADR 21). */
function judgeAsking({ asked, handedOnTwice }: Record, session: string, { commits }: Story): string | undefined {
  const tries = new Map<number, number>()
  for (const each of commits) {
    for (const { seq, turn } of each.session.recent) if (turn?.status === 'open') tries.set(seq, turn.attempt)
  }
  const bySeq = Map.groupBy(
    asked.filter(each => each.session === session),
    ({ seq }) => seq,
  )
  for (const [seq, times] of bySeq) {
    const twice = handedOnTwice.filter(each => each.session === session && each.seq === seq).length
    if (times.length > (tries.get(seq) ?? 0) + twice)
      return `the bot is asked of ${seq} ${times.length} times, in ${tries.get(seq) ?? 0} tries`
  }
  return undefined
}

/**
 * A serial bot's replies keep the order of its turns, an overlapping bot never waits, and unasked replies know the
 * epoch.
 */
function judgeBotWords({ plan }: SimulatedWorld, { commits, stored: { log, session } }: Story): string | undefined {
  const isSerial = plan.bots.find(({ id }) => id === session.botId)?.turns === 'serial'
  for (const { before, seqs } of commits) {
    for (const seq of seqs) {
      const entry = log[seq - 1]
      const waited = entry?.kind === 'paused' && entry.reason?.startsWith('an older message is still')
      if (waited && !isSerial) return `the bot's answer waited for an older one (${seq}), and need not`
      if (entry?.kind !== 'message' || entry.by.type !== 'bot') continue
      const { inReplyTo: of, text = '' } = entry
      const older = before.recent.find(known => known.turn?.status === 'open' && of !== undefined && known.seq < of)
      if (isSerial && older) return `the answer to ${of} came before that to ${older.seq}`
      const believed = /\(epoch (\d+)\)$/.exec(text)
      if (believed && Number(believed[1]) !== entry.epoch)
        return `message ${seq} is said in another epoch than the bot knew`
    }
  }
  return undefined
}

/** Exactly the messages for a channel's webhook are marked for delivery. */
function judgeLeaving({ commits, stored: { log, session } }: Story): string | undefined {
  const wasAcknowledged = (of: number, seq: number) => {
    const turn = commits.find(({ seqs }) => seqs.includes(seq))?.before.recent.find(known => known.seq === of)?.turn
    return turn?.status === 'open' && turn.acknowledged === true
  }
  for (const entry of log) {
    if (entry.kind !== 'message' || entry.by.type === 'user') continue
    const { inReplyTo: of } = entry
    const isAnswer = entry.by.type === 'bot' && of !== undefined && !wasAcknowledged(of, entry.seq)
    // No request waits for a reply that a person approved.
    const leaves =
      session.channel === 'chat' || (session.channel === 'sms' && (!isAnswer || entry.approvedBy !== undefined))
    if ((entry.deliver === true) !== leaves)
      return `message ${entry.seq} is ${leaves ? 'not ' : ''}brought by the webhook`
  }
  return undefined
}

/** A message that is settled as sent is not sent again, and two senders never send at once. */
function judgeSending({ delivered }: Record, session: string, { commits }: Story): string | undefined {
  const sent = new Map<number, number>()
  for (const { at, before, session: after, seqs } of commits) {
    const { deliveryClaim } = before
    if (deliveryClaim && !after.deliveryClaim && seqs.length === 0 && !sent.has(deliveryClaim.seq))
      sent.set(deliveryClaim.seq, at)
  }
  const all = delivered.filter(each => each.session === session)
  for (const [index, one] of all.entries()) {
    const settled = sent.get(one.seq)
    if (settled !== undefined && one.at > settled) return `message ${one.seq} is sent again after it was settled`
    const other = all.find((each, at) => at < index && each.until > one.at && each.lives())
    if (other) return `messages ${other.seq} and ${one.seq} are being sent at the same time`
  }
  return undefined
}

/** Each handoff that waited long enough for the clock, or into the calm, has an alert. */
function judgeAlerts({ record }: SimulatedWorld, session: string, { stored: { log } }: Story): string | undefined {
  const alerts = log.filter(entry => entry.kind === 'alerted').length
  const published = record.published.get(session) ?? 0
  if (alerts > published) return `${alerts} alerts are logged, and ${published} notices that cover it went out`
  let waits: { readonly entry: Entry; readonly episode: number } | undefined
  for (const entry of log) {
    switch (entry.kind) {
      case 'paused':
        waits = entry.by.type === 'agent' ? undefined : { entry, episode: entry.episode }
        break
      case 'transferred':
        waits = entry.to ? undefined : { entry, episode: entry.episode }
        break
      // Agents who acknowledge an alert know of the wait, also before the first one goes out.
      case 'assigned':
      case 'acknowledged':
        waits = undefined
        break
      case 'resumed': {
        if (waits && entry.outcome === 'expired') {
          const since = Date.parse(waits.entry.at)
          const slack = 2_000
          const came = (record.noticed.get(session) ?? []).some(at => at >= since - slack)
          if (!came) return `nobody was alerted of episode ${waits.episode}, and it was given up`
        }
        waits = undefined
        break
      }
      default:
        break
    }
  }
  return undefined
}

/** After a bot-wide pause was acknowledged, no reply is accepted or claimed, and the bot is not asked. */
function judgeWidePauses({ record }: SimulatedWorld, { commits, stored: { log, session } }: Story): string | undefined {
  const bot = Number(session.botId.slice('bot'.length))
  const pauses = record.widePauses.filter(pause => pause.bot === bot)
  if (pauses.length === 0) return undefined
  const isWithin = (at: number) => pauses.some(({ from, to }) => at > from && at < to)
  for (const { at, before, session: after, seqs } of commits) {
    if (!isWithin(at)) continue
    const said = seqs.find(seq => {
      const entry = log[seq - 1]
      return entry?.kind === 'message' && entry.by.type === 'bot'
    })
    if (said !== undefined) return `the bot's message ${said} is accepted after the bot-wide pause was acknowledged`
    const { deliveryClaim } = after
    const claimed =
      deliveryClaim && deliveryClaim.by !== '' && deliveryClaim.by !== before.deliveryClaim?.by
        ? log[deliveryClaim.seq - 1]
        : undefined
    if (claimed?.kind === 'message' && claimed.by.type === 'bot')
      return `the bot's message ${claimed.seq} is claimed after the bot-wide pause was acknowledged`
  }
  // It may still be asked about a message from before the pause: the fence stops its answer.
  const within = new Set(commits.flatMap(({ at, seqs }) => (isWithin(at) ? seqs : [])))
  const asked = record.asked.find(({ seq, ...each }) => each.session === session.id && within.has(seq))
  return asked && `the bot is asked of ${asked.seq} after the bot-wide pause was acknowledged`
}
