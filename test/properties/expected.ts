import { defined } from '../../lib/defined.ts'
import type { Actor } from '../../lib/protocol/entry.ts'
import type { UserProfile } from '../../lib/protocol/message.ts'
import type { ErrorCode } from '../../lib/protocol/problem.ts'
import type { NewEntry } from '../../lib/session/change.ts'
import type { CommandOf, OutcomeOf, Reply, Verb } from '../../lib/session/commands.ts'
import type { Episode, Instant, Turn } from '../../lib/session/session.ts'
import { check } from './history.ts'
import {
  alertAfter,
  append,
  give,
  hasRoom,
  idleMsOf,
  inPlaces,
  isStaffed,
  keyOf,
  lastSpeaker,
  leave,
  leaves,
  MAX_ATTEMPTS,
  MAX_OPEN,
  type Model,
  newestEnded,
  nextTry,
  openSeqs,
  type Person,
  policy,
  recall,
  recordOf,
  remember,
  SYSTEM,
  take,
  told,
  toldWaiting,
  unseat,
  WORDS,
  wakeUp,
} from './model.ts'
import type { AnyCommand } from './steps.ts'
import {
  answeredInstead,
  approved,
  hearOf,
  proposed,
  refusedReview,
  refusedSupervision,
  supervised,
  unsupervised,
} from './supervision.ts'
import { refusedTags, retag } from './tags.ts'

/** The answer that a command must get, and the episode records that it must write. */
export interface Expected<Outcome> {
  readonly outcome: Outcome
  readonly episodes?: readonly Episode[]
  /** Whether nothing at all may change. */
  readonly quiet?: true
  readonly attributes?: UserProfile['attributes'] | undefined
  readonly dropped?: readonly string[]
}

/** The maximum number of handbacks that a message brings. */
const NEWS_AT_ONCE = 5

/** The code with which a command is refused, because of the conversation's holder or its own time. A repeated command never is. */
export function refusal(model: Model, command: AnyCommand, now: Instant): ErrorCode | undefined {
  if (recall(model, command.verb, command.id)) return undefined
  const { person } = model
  const isOthers = (by: Actor) => person?.agent !== undefined && person.agent.who.id !== by.id
  switch (command.verb) {
    case 'say':
      if (command.ifHeld && (!person || isOthers(command.by))) return 'handoff.not_yours'
      return (
        (command.insteadOf === undefined ? undefined : refusedReview(model, command.insteadOf)) ??
        (person?.waiting && !command.sentElsewhere && !hasRoom(command.room) ? 'agent.at_capacity' : undefined)
      )
    case 'supervise':
    case 'approve':
    case 'unpause':
    case 'reply':
      return refusedSupervision(model, command, MAX_OPEN)
    case 'pause':
      return !person && command.queue === 'gone' ? 'queue.not_found' : undefined
    case 'acknowledgeAlert':
      return !person || (command.episode ?? model.episodes) !== model.episodes ? 'handoff.not_open' : undefined
    case 'claim':
      if (!person) return 'handoff.not_open'
      if (isOthers(command.by)) return 'handoff.already_claimed'
      return person.waiting && !hasRoom(command.room) ? 'agent.at_capacity' : undefined
    case 'rate': {
      const { episode = newestEnded(model), stars, comment, id } = command
      const { ended, rating } = model.records.get(episode) ?? {}
      if (rating) {
        const isSame = rating.stars === stars && rating.comment === comment
        return isSame || (id !== undefined && id === rating.clientId) ? undefined : 'rating.given'
      }
      const isOpen = ended?.rateUntil !== undefined && now < ended.rateUntil && episode === newestEnded(model)
      return isOpen ? undefined : 'rating.not_open'
    }
    case 'tag':
      return refusedTags(model, command)
    case 'runMacro': {
      if (!person || isOthers(command.by)) return 'handoff.not_yours'
      const tags = refusedTags(model, { add: command.tags ?? [] })
      const isFull = command.message && person.waiting && !hasRoom(command.room)
      return tags ?? (isFull ? 'agent.at_capacity' : undefined)
    }
    case 'decline':
      if (!person) return 'handoff.not_open'
      return isOthers(command.by) ? 'handoff.not_yours' : undefined
    case 'wake':
      if (!person) return 'handoff.not_open'
      return person.agent?.who.id === command.by.id ? undefined : 'handoff.not_yours'
    case 'snooze': {
      if (!person) return 'handoff.not_open'
      if (person.agent?.who.id !== command.by.id) return 'handoff.not_yours'
      const isInReach = command.until === undefined || (command.until > now && command.until <= now + policy.snoozeMs)
      return isInReach ? undefined : 'request.invalid'
    }
    case 'transfer': {
      if (!person) return 'handoff.not_open'
      if (command.queue === 'gone') return 'queue.not_found'
      if (command.from !== undefined && (person.agent?.who.id !== command.from || person.agent.snooze)) return undefined
      const isThere = command.to !== undefined && person.agent?.who.id === command.to.id
      if (isOthers(command.by) && !command.ofOthers && !isThere) return 'handoff.not_yours'
      return command.to && !isThere && !hasRoom(command.room) ? 'agent.at_capacity' : undefined
    }
    default:
      return undefined
  }
}

/** The effect of each command on the model, rule by rule. */
export const expected: {
  [V in Verb]: (model: Model, command: CommandOf<V>, now: Instant) => Expected<OutcomeOf<V>>
} = {
  receive(model, command, now) {
    const known = recall(model, 'receive', command.id)
    const again = known && model.turns.get(known.seq)
    if (known && again) {
      if (again.status !== 'open' || now < again.until || again.attempt >= MAX_ATTEMPTS) {
        return {
          outcome: { status: 'received', seq: known.seq, turn: again, duplicate: true, call: false },
          quiet: true,
        }
      }
      const { attempt, handbacksUpTo } = again
      const turn: Turn = {
        status: 'open',
        until: now + command.leaseMs,
        attempt: attempt + 1,
        ...defined({ handbacksUpTo }),
      }
      model.turns.set(known.seq, turn)
      return { outcome: { status: 'received', seq: known.seq, turn, duplicate: true, call: true } }
    }
    const { id, sentAt, lookedUp } = command
    const isDated = id !== undefined && sentAt !== undefined && !lookedUp
    if (isDated && model.forgottenUpTo !== undefined && Date.parse(sentAt) <= model.forgottenUpTo) {
      return { outcome: { status: 'unsure' }, quiet: true }
    }
    const came = id === undefined ? undefined : model.taken.get(id)
    check(
      !isDated || came === undefined || Date.parse(sentAt) > came,
      'no message is taken twice that says when it was sent',
    )
    if (id !== undefined && came === undefined) model.taken.set(id, now)
    const seq = model.log.length + 1
    const [first, ...rest] = command.messages
    const { person } = model
    const isEnd = person !== undefined && rest.length === 0 && ['/end', 'BYE BOT '].includes(first.text ?? '')
    const user = { type: 'user', id: model.userId } as const
    const said = { kind: 'message', direction: 'in', by: user, ...(isEnd && ({ command: 'end' } as const)) } as const
    const messages: NewEntry[] = [
      { ...said, ...first, ...defined({ clientId: id, sentAt }) },
      ...rest.map(({ continued: _continued, ...content }) => ({ ...said, ...content, continues: seq })),
    ]
    const toBot = !model.person && !command.botPaused
    const isFirstUnanswered = lastSpeaker(model) !== 'user'
    const over = model.person ? model.episodes - 1 : model.episodes
    const handbacksUpTo = model.handedBackUpTo < over ? Math.min(over, model.handedBackUpTo + NEWS_AT_ONCE) : undefined
    const turn: Turn = toBot
      ? { status: 'open', until: now + command.leaseMs, attempt: 1, ...defined({ handbacksUpTo }) }
      : { status: 'held' }
    let episodes: readonly Episode[] = []
    const item = { key: keyOf('receive', command.id), seq, isUserMessage: true } as const
    const holderBefore = model.person
    if (person && isEnd) {
      remember(model, item, now)
      model.turns.set(seq, { status: 'held' })
      episodes = give(model, person, now, { by: user, outcome: 'cancelled' }, messages)
    } else if (model.person || toBot) append(model, now, messages)
    else {
      // The message that starts a bot-wide pause counts as one that the bot did not answer.
      model.turns.set(seq, { status: 'open', until: now, attempt: 1 })
      remember(model, item, now)
      episodes = take(model, now, { by: SYSTEM, trigger: 'bot_paused' }, messages)
    }
    model.turns.set(seq, turn)
    if (model.person === holderBefore) remember(model, item, now)
    if (isFirstUnanswered) notIdle(model, now)
    wakeUp(model, user, now)
    return {
      outcome: { status: 'received', seq, turn, duplicate: false, call: toBot },
      episodes,
      ...know(model, command.user),
    }
  },

  reply(model, command, now) {
    const known = recall(model, 'reply', command.id)
    if (known) return { outcome: closed(known.turn), quiet: true }
    if (command.of === undefined) return unasked(model, command, now)
    const { of } = command
    const asked = model.memory.find(({ seq }) => seq === of)
    const turn = asked?.isUserMessage ? model.turns.get(of) : asked?.turn
    if (turn?.status === 'held') {
      model.turns.set(of, { status: 'draft' })
      append(model, now, drafts(command, model.log.length + 1))
      handBack(model, command.handbacksUpTo)
      hearOf(model, of)
      return { outcome: { status: 'withheld' } }
    }
    if (turn?.status !== 'open') return { outcome: closed(turn), quiet: true }
    if (command.epoch !== model.epoch) return { outcome: { status: 'withheld' }, quiet: true }
    if (command.botPaused) {
      const episodes = take(model, now, { by: SYSTEM, trigger: 'bot_paused' })
      model.turns.set(of, { status: 'draft' })
      append(model, now, drafts(command, model.log.length + 1))
      return { outcome: { status: 'withheld' }, episodes }
    }
    if (command.serial && openSeqs(model).some(seq => seq < of)) return { outcome: { status: 'waiting' }, quiet: true }
    if (model.supervision && command.replies.length > 0)
      return proposed(model, command, now, () => hear(model, command))
    return accepted(model, command, now, answer => model.turns.set(of, answer))
  },

  acknowledge(model, { of, attempt, leaseMs, handbacksUpTo }, now) {
    const asked = model.memory.find(({ seq }) => seq === of)
    const turn = asked?.isUserMessage ? model.turns.get(of) : asked?.turn
    if (turn?.status !== 'open' || turn.attempt !== attempt) return { outcome: turn ? { turn } : {}, quiet: true }
    const taken: Turn = { status: 'open', until: now + leaseMs, attempt, acknowledged: true }
    model.turns.set(of, taken)
    handBack(model, handbacksUpTo)
    hearOf(model, of)
    return { outcome: { turn: taken } }
  },

  fail(model, { of, attempt, reason }, now) {
    const turn = model.turns.get(of)
    if (turn?.status !== 'open' || turn.attempt !== attempt) return { outcome: null, quiet: true }
    return { outcome: null, episodes: take(model, now, { by: SYSTEM, trigger: 'bot_failed', reason }) }
  },

  say(model, { id, by, message, sentElsewhere, insteadOf, room }, now) {
    const known = recall(model, 'say', id)
    if (known) return { outcome: { seq: known.seq, duplicate: true }, quiet: true }
    const { person } = model
    let episodes: readonly Episode[] = []
    wakeUp(model, by, now)
    if (person?.waiting && hasRoom(room)) {
      append(model, now, [seatAssigned(model, person, by, now), ...told(model, 'assigned', by)])
      episodes = [recordOf(model, person)]
    } else if (!person && sentElsewhere?.pauses) {
      episodes = take(model, now, { by, trigger: 'sent_elsewhere', ...defined({ room }) })
    }
    const seq = model.log.length + 1
    const { asked, after } = answeredInstead(model, insteadOf, by, seq)
    const goesOut = sentElsewhere ? defined({ sentAt: sentElsewhere.at }) : leaves(model)
    const clientId = id === undefined ? {} : { clientId: id }
    append(model, now, [
      { kind: 'message', direction: 'out', by, ...message, ...clientId, ...asked, ...goesOut },
      ...after,
    ])
    if (id !== undefined) remember(model, { key: keyOf('say', id), seq }, now)
    notIdle(model, now)
    if (model.person) model.person.firstAnswerAt ??= now
    return { outcome: { seq, duplicate: false }, episodes }
  },

  pause(model, command, now) {
    const { id } = command
    const known = recall(model, 'pause', id)
    const isPaused = model.person !== undefined
    if (known) return { outcome: { isPaused, changed: false, seq: known.seq }, quiet: true }
    if (model.person) {
      const { seq } = model.person
      if (id !== undefined) remember(model, { key: keyOf('pause', id), seq }, now)
      return { outcome: { isPaused: true, changed: false, seq }, ...(id === undefined && { quiet: true }) }
    }
    const seq = model.log.length + 1
    const episodes = take(model, now, command)
    if (id !== undefined) remember(model, { key: keyOf('pause', id), seq }, now)
    return { outcome: { isPaused: true, changed: true, seq }, episodes }
  },

  supervise: supervised,

  approve: approved,

  unpause(model, command, now) {
    const { id, by, comment, carryOn, outcome = by.type === 'user' ? 'cancelled' : 'returned' } = command
    const known = recall(model, 'unpause', id)
    const wrote = known && known.seq > 0 ? { seq: known.seq } : {}
    if (known) return { outcome: { isPaused: model.person !== undefined, changed: false, ...wrote }, quiet: true }
    if (model.supervision) return unsupervised(model, command, now)
    if (!model.person) {
      if (id !== undefined) remember(model, { key: keyOf('unpause', id), seq: 0 }, now)
      return { outcome: { isPaused: false, changed: false }, ...(id === undefined && { quiet: true }) }
    }
    const seq = model.log.length + 1
    const episodes = give(model, model.person, now, { by, outcome, comment, carryOn })
    if (id !== undefined) remember(model, { key: keyOf('unpause', id), seq }, now)
    return { outcome: { isPaused: false, changed: true, seq }, episodes }
  },

  claim(model, command, now) {
    return handedOn(model, command, now, person =>
      person.agent ? undefined : seatAssigned(model, person, command.by, now),
    )
  },

  transfer(model, command, now) {
    const { by, to, queue, reason = '', inFront } = command
    return handedOn(model, command, now, person => {
      const from = person.agent?.who
      if (command.from !== undefined && (from?.id !== command.from || person.agent?.snooze)) return undefined
      if (to && from?.id === to.id) return undefined
      if (to && !from) return seatAssigned(model, person, to, now, by)
      const other = to || queue === person.queue ? undefined : queue
      if (!to && !from && other === undefined) return undefined
      if (to) seat(model, person, to, now)
      else unseat(model, person, now, other)
      if (inFront && from && person.waiting) person.waiting.place = person.since
      const parties = { ...(from && { from }), ...(to && { to }), ...defined({ queue: other }) }
      return { kind: 'transferred', by, ...parties, reason, episode: model.episodes }
    })
  },

  decline(model, command, now) {
    const { by, reason } = command
    return handedOn(model, command, now, person => {
      const from = person.agent?.who
      if (!from) return { kind: 'declined', by, reason, episode: model.episodes }
      unseat(model, person, now)
      return { kind: 'transferred', by, from, reason, episode: model.episodes }
    })
  },

  rate(model, { id, by, stars, comment, episode = newestEnded(model) }, now) {
    const record = model.records.get(episode)
    if (!record) throw new Error('broken promise: only an episode that is stored is rated')
    if (record.rating) return { outcome: { episode, rating: record.rating, duplicate: true }, quiet: true }
    const words = { stars, ...defined({ comment }) }
    append(model, now, [{ kind: 'rated', by, ...words, episode }])
    const rating = { seq: model.log.length, at: now, ...words, ...defined({ clientId: id }) }
    return { outcome: { episode, rating, duplicate: false }, episodes: [{ ...record, rating }] }
  },

  snooze(model, command, now) {
    const { by, until } = command
    return handedOn(model, command, now, ({ agent }) => {
      if (agent) agent.snooze = { kind: until === undefined ? 'user_writes' : 'deadline', at: until ?? now + 7_200_000 }
      const end = until === undefined ? {} : { until: new Date(until).toISOString() }
      return { kind: 'snoozed', by, ...end, episode: model.episodes }
    })
  },

  wake(model, command, now) {
    const { by } = command
    return handedOn(model, command, now, ({ agent }) => {
      if (!agent?.snooze) return undefined
      delete agent.snooze
      agent.warned = false
      agent.idleAt = now + idleMsOf(model.person?.queue)
      return { kind: 'woken', by, episode: model.episodes }
    })
  },

  tag(model, command, now) {
    return rememberedOnce(model, command, now, () => {
      retag(model, command, now)
      return []
    })
  },

  runMacro(model, command, now) {
    const { by, tags, message, handBack, room } = command
    return rememberedOnce(model, command, now, () => {
      if (tags) retag(model, { by, add: tags }, now)
      const said = message && expected.say(model, { verb: 'say', by, message, ...defined({ room }) }, now)
      const ended = handBack && model.person ? give(model, model.person, now, { by, outcome: handBack }) : []
      return [...(said?.episodes ?? []), ...ended]
    })
  },

  note(model, { id, by, text, remark }, now) {
    const known = recall(model, 'note', id)
    if (known) return { outcome: { seq: known.seq, duplicate: true }, quiet: true }
    append(model, now, [{ kind: 'note', by, text, ...(remark && { remark }) }])
    const seq = model.log.length
    if (id !== undefined) remember(model, { key: keyOf('note', id), seq }, now)
    return { outcome: { seq, duplicate: false } }
  },

  redeliver(model, { id, of, failure, by }, now) {
    const key = `redeliver ${of}:${failure}`
    const known = model.memory.find(each => each.key === key)
    if (known) return { outcome: { seq: known.seq, duplicate: true }, quiet: true }
    append(model, now, [{ kind: 'redelivery', of, by, ...defined({ clientId: id }) }])
    const seq = model.log.length
    remember(model, { key, seq }, now)
    return { outcome: { seq, duplicate: false } }
  },

  identify(model, { user }) {
    const before = JSON.stringify([model.user, model.lastTold])
    const news = know(model, user)
    const isNews = JSON.stringify([model.user, model.lastTold]) !== before
    return { outcome: null, ...news, ...(!isNews && { quiet: true }) }
  },

  tick: () => ({ outcome: null, quiet: true }),

  claimDelivery(model, { message, claimant, botPaused }, now) {
    const { seq, from, epoch } = message
    const { deliveryClaim: sending } = model
    const isStopped = from === 'bot' && (botPaused || epoch !== model.epoch)
    const isMine = sending?.seq === seq
    if (isMine && now < sending.until) return { outcome: { status: 'busy' }, quiet: true }
    if (!isMine && model.claimedUpTo >= seq) return { outcome: { status: 'settled' }, quiet: true }
    if (!isMine && sending) return { outcome: { status: 'busy' }, quiet: true }
    model.claimedUpTo = seq
    model.deliveryClaim = undefined
    if (isStopped) {
      const mayHaveLeft = isMine && (sending.attempts > 0 || (sending.callsSent ?? 0) > 0)
      append(model, now, [{ kind: 'withheld', of: seq, ...(mayHaveLeft && { delivery: 'unknown' }) }])
      return { outcome: { status: 'withheld' } }
    }
    const attempts = isMine ? sending.attempts + 1 : 1
    if (attempts > policy.retryMs.length + 1) {
      append(model, now, [{ kind: 'undeliverable', of: message.of ?? seq, reason: WORDS }])
      return { outcome: { status: 'settled' } }
    }
    const again = message.of === undefined ? {} : { of: message.of }
    const until = now + policy.deliveryLeaseMs
    const callsSent = isMine ? sending.callsSent : undefined
    model.deliveryClaim = { ...(isMine && sending), ...again, seq, by: claimant, until, attempts }
    return { outcome: { status: 'claimed', attempts, ...(callsSent !== undefined && { callsSent }) } }
  },

  recordDelivery(model, { seq, claimant, result, callsSent = 0 }, now) {
    const { deliveryClaim: sending } = model
    if (sending?.seq !== seq || sending.by !== claimant) return { outcome: null, quiet: true }
    model.deliveryClaim = undefined
    if (result.status === 'sent') return { outcome: null }
    const next = nextTry(sending, result, now)
    const sent = callsSent > 0 ? { callsSent } : {}
    if (next) model.deliveryClaim = { ...sending, ...next.tries, ...sent, by: '', until: next.at }
    else append(model, now, [{ kind: 'undeliverable', of: sending.of ?? seq, reason: WORDS }])
    return { outcome: null }
  },

  acknowledgeAlert(model, command, now) {
    const { by } = command
    return handedOn(model, command, now, person => {
      const { waiting } = person
      if (!waiting || waiting.acknowledgedBy) return undefined
      waiting.acknowledgedBy = by
      waiting.alertAt = alertAfter(person, waiting)
      return { kind: 'acknowledged', by, episode: model.episodes }
    })
  },

  tellPosition(model, { episode, position }, now) {
    const waiting = model.person?.waiting
    const quiet = { outcome: null, quiet: true } as const
    if (!waiting || episode !== model.episodes || !isStaffed(model.person?.queue, now)) return quiet
    const { told } = waiting
    if (told && (position > 10 || position === told.position || now < told.at + 120_000)) return quiet
    waiting.told = { position, at: now }
    const text = `number ${position}`
    append(model, now, [{ kind: 'message', direction: 'out', by: SYSTEM, type: 'text', text, ...leaves(model) }])
    return { outcome: null }
  },

  beginAlert(model, { episode, alerts }, now) {
    const { person } = model
    const waiting = person?.waiting
    const isStale = episode !== model.episodes || alerts !== waiting?.alerts
    if (!waiting || isStale || waiting.acknowledgedBy) return { outcome: { begun: false }, quiet: true }
    const isUnheard = model.alertedAt === undefined || model.alertedAt < waiting.since
    if (isUnheard && waiting.alerts > 0 && now < waiting.alertAt) return { outcome: { begun: false }, quiet: true }
    if (!isUnheard || waiting.alerts === 0) waiting.alerts += 1
    const next = alertAfter(person, waiting)
    waiting.alertAt = isUnheard ? Math.min(next, now + policy.alertCheckMs) : next
    return { outcome: { begun: true } }
  },

  recordAlert(model, { episode, alerts, result }, now) {
    const waiting = model.person?.waiting
    if (!waiting || episode !== model.episodes || alerts !== waiting.alerts) return { outcome: null, quiet: true }
    switch (result.status) {
      case 'sent':
        model.alertedAt = now
        waiting.alertAt = model.person ? alertAfter(model.person, waiting) : 0
        append(model, now, [{ kind: 'alerted', count: alerts, episode }])
        return { outcome: null }
      case 'failed':
        if (alerts === 1 && model.alertedAt !== undefined && model.alertedAt >= waiting.since) {
          return { outcome: null, quiet: true }
        }
        waiting.alerts -= 1
        if (!waiting.acknowledgedBy) waiting.alertAt = now + policy.alertCheckMs
        return { outcome: null }
      case 'held': {
        if (waiting.acknowledgedBy) return { outcome: null, quiet: true }
        const isRecorded = model.alertedAt !== undefined && model.alertedAt >= waiting.since
        if (isRecorded && now < waiting.alertAt) return { outcome: null, quiet: true }
        const isKnown = waiting.alertAt === result.until
        waiting.alertAt = result.until
        return { outcome: null, ...(isKnown && { quiet: true }) }
      }
      default:
        return result satisfies never
    }
  },

  recordHandback(model, { episode, result }, now) {
    if (result.status === 'ok') return handBack(model, episode) ? { outcome: null } : { outcome: null, quiet: true }
    if (!model.nextHandback) return { outcome: null, quiet: true }
    const { at: _at, ...tries } = model.nextHandback
    const next = nextTry({ ...tries, attempts: tries.attempts + 1 }, result, now)
    model.nextHandback = next && { at: next.at, ...next.tries }
    return { outcome: null }
  },

  recordEvents(model, { upTo, taken, failure }, now) {
    const owed = model.nextEvents
    if (!owed || upTo < owed.after) return { outcome: null, quiet: true }
    const failed = taken ? 0 : owed.attempts
    if (!failure) {
      const isAll = upTo >= model.log.length
      model.nextEvents = isAll ? undefined : { after: upTo, at: now, attempts: failed }
    } else if (failure.status === 'skipped') {
      model.nextEvents = { after: upTo, at: now + failure.waitMs, attempts: failed }
    } else {
      const [first, then] = policy.eventRetryMs
      model.nextEvents = { after: upTo, at: now + (failed === 0 ? first : (then ?? 0)), attempts: failed + 1 }
    }
    return { outcome: null }
  },
}

/** A command on the handoff, which writes the entry of `step`, or none if it returns nothing. */
/** A command with an id has its effect once. The answer names the first entry that it wrote. */
function rememberedOnce(
  model: Model,
  { verb, id }: CommandOf<'tag' | 'runMacro'>,
  now: Instant,
  step: () => readonly Episode[],
): Expected<OutcomeOf<'tag'>> {
  const known = recall(model, verb, id)
  const isPaused = () => model.person !== undefined
  if (known) {
    return { outcome: { isPaused: isPaused(), changed: false, ...(known.seq > 0 && { seq: known.seq }) }, quiet: true }
  }
  const first = model.log.length + 1
  const episodes = step()
  const changed = model.log.length >= first
  if (id !== undefined) remember(model, { key: keyOf(verb, id), seq: changed ? first : 0 }, now)
  const outcome = { isPaused: isPaused(), changed, ...(changed && { seq: first }) }
  return { outcome, episodes, ...(!changed && id === undefined && { quiet: true }) }
}

function handedOn(
  model: Model,
  { verb, id }: CommandOf<'claim' | 'transfer' | 'decline' | 'snooze' | 'wake' | 'acknowledgeAlert'>,
  now: Instant,
  step: (person: Person) => NewEntry | undefined,
): Expected<OutcomeOf<'claim'>> {
  const known = recall(model, verb, id)
  const isPaused = model.person !== undefined
  if (known) {
    return { outcome: { isPaused, changed: false, ...(known.seq > 0 && { seq: known.seq }) }, quiet: true }
  }
  const { person } = model
  if (!person) throw new Error('broken promise: a handoff that is not open does not change')
  const entry = step(person)
  if (!entry) {
    if (id !== undefined) remember(model, { key: keyOf(verb, id), seq: 0 }, now)
    return { outcome: { isPaused, changed: false }, ...(id === undefined && { quiet: true }) }
  }
  const seq = model.log.length + 1
  append(model, now, [entry, ...toldOf(model, entry, now)])
  if (id !== undefined) remember(model, { key: keyOf(verb, id), seq }, now)
  const isRecorded = entry.kind === 'assigned' || entry.kind === 'transferred'
  const episodes = isRecorded ? [recordOf(model, person)] : []
  return { outcome: { isPaused, changed: true, seq }, episodes }
}

function toldOf(model: Model, entry: NewEntry, now: Instant): NewEntry[] {
  if (entry.kind === 'assigned') return told(model, 'assigned', entry.agent)
  if (entry.kind !== 'transferred') return []
  return entry.to ? told(model, 'transferred', entry.to) : toldWaiting(model, 'transferred', now)
}

function seat(model: Model, person: Person, who: Actor, now: Instant): void {
  leave(person)
  person.waiting = undefined
  model.alertedAt = undefined
  person.agent = { who, assignedAt: now, idleAt: now + idleMsOf(person.queue), warned: false }
}

function seatAssigned(model: Model, person: Person, who: Actor, now: Instant, by: Actor = who): NewEntry {
  seat(model, person, who, now)
  return { kind: 'assigned', agent: who, ...(by.id !== who.id && { by }), episode: model.episodes }
}

function unasked(model: Model, command: Reply, now: Instant): Expected<OutcomeOf<'reply'>> {
  const key = keyOf('reply', command.id)
  const first = model.log.length + 1
  if (model.person || command.epoch !== model.epoch || command.botPaused) {
    if (key) {
      remember(model, { key, seq: command.replies.length > 0 ? first : 0, turn: { status: 'draft' } }, now)
    }
    append(model, now, drafts(command, model.log.length + 1))
    return { outcome: { status: 'withheld' } }
  }
  if (model.supervision && command.replies.length > 0) return proposed(model, command, now, () => hear(model, command))
  const writes = command.replies.length > 0 || command.handoff !== undefined
  return accepted(model, command, now, turn => key && remember(model, { key, seq: writes ? first : 0, turn }, now))
}

function accepted(
  model: Model,
  command: Reply,
  now: Instant,
  close: (turn: Turn) => void,
): Expected<OutcomeOf<'reply'>> {
  const { by, of, replies, handoff } = command
  const from = model.log.length + 1
  const upTo = model.log.length + replies.length
  const asked = of === undefined ? undefined : model.turns.get(of)
  const answersRequest = asked?.status === 'open' && asked.acknowledged !== true
  const isSent = model.delivery === 'all' || (model.delivery === 'people' && !answersRequest)
  const messages = inPlaces(replies, from).map<NewEntry>(content => ({
    kind: 'message',
    direction: 'out',
    by,
    ...content,
    ...defined({ inReplyTo: of }),
    ...(isSent && { deliver: true }),
  }))
  const couldBeTold = model.episodes
  hearOf(model, of)
  close({ status: 'answered', from, upTo, ...(handoff && { handedOver: true }) })
  let episodes: readonly Episode[] = []
  if (handoff) {
    const queue = handoff.queue === 'gone' ? undefined : handoff.queue
    episodes = take(model, now, { by, trigger: 'bot', ...handoff, queue }, messages)
  } else append(model, now, messages)
  handBack(model, command.handbacksUpTo, couldBeTold)
  return { outcome: { status: 'accepted', from, upTo }, episodes }
}

const drafts = ({ of, replies }: Reply, from: number) =>
  inPlaces(replies, from).map<NewEntry>(content => ({
    kind: 'withheld',
    ...content,
    ...defined({ inReplyTo: of }),
  }))

const closed = (turn: Turn | undefined) => ({ status: 'closed', ...defined({ turn }) }) as const

/** Renews the idle deadline of an assigned agent. */
function notIdle(model: Model, now: Instant): void {
  if (!model.person?.agent) return
  model.person.agent.idleAt = now + idleMsOf(model.person.queue)
  model.person.agent.warned = false
}

/** Marks handbacks up to `episode` as received, as far as the episodes have ended. */
/** A bot that answers has the handbacks that came with the question, and knows of the reviews before it. */
function hear(model: Model, { handbacksUpTo, of }: Reply): void {
  handBack(model, handbacksUpTo)
  hearOf(model, of)
}

function handBack(model: Model, episode = 0, over = model.person ? model.episodes - 1 : model.episodes): boolean {
  const upTo = Math.min(episode, over)
  if (upTo <= model.handedBackUpTo) return false
  model.handedBackUpTo = upTo
  if (upTo === over) model.nextHandback = undefined
  return true
}

/** The maximum length of a user's attributes, as JSON. */
const ROOM = 16_000

/** Merges a profile: each attribute by itself, if it fits. */
function know(model: Model, profile: UserProfile | undefined): Pick<Expected<unknown>, 'attributes' | 'dropped'> {
  if (!profile) return {}
  const { attributes, language, fullName } = profile
  if (language !== undefined) model.user = { ...model.user, language }
  if (fullName !== undefined) model.user = { ...model.user, fullName }
  const told = attributes && JSON.stringify(attributes)
  if (attributes === undefined || told === model.lastTold) return {}
  model.lastTold = told
  if (attributes.email !== undefined) {
    const { email: _before, ...others } = model.user
    model.user = typeof attributes.email === 'string' ? { ...others, email: attributes.email } : others
  }
  if (typeof attributes.picture_url === 'string') model.user = { ...model.user, avatarUrl: attributes.picture_url }
  const before = model.attributes
  const dropped: string[] = []
  let after = Object.fromEntries(Object.entries(before).filter(([name]) => attributes[name] !== null))
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) continue
    const more = { ...after, [name]: value }
    if (JSON.stringify(more).length > ROOM) dropped.push(name)
    else after = more
  }
  model.attributes = after
  const { full_name: whole, first_name: first, last_name: last } = after
  const name = whole ?? [first, last].filter(part => part !== undefined).join(' ')
  const isTold = ['full_name', 'first_name', 'last_name'].some(each => each in attributes)
  if (isTold && fullName === undefined && name !== '') model.user = { ...model.user, fullName: String(name) }
  return {
    ...(JSON.stringify(after) !== JSON.stringify(before) && { attributes: after }),
    ...(dropped.length > 0 && { dropped }),
  }
}
