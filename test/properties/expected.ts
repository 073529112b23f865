import type { UserProfile } from '../../lib/protocol/message.ts'
import type { NewEntry } from '../../lib/session/change.ts'
import type { CommandOf, OutcomeOf, Reply, Verb } from '../../lib/session/commands.ts'
import type { Episode, Instant, Turn } from '../../lib/session/session.ts'
import {
  append,
  give,
  keyOf,
  lastSpeaker,
  leaves,
  MAX_ATTEMPTS,
  type Model,
  openSeqs,
  policy,
  recall,
  recordOf,
  remember,
  SYSTEM,
  take,
  WORDS,
} from './model.ts'

/** What a command must answer, and which records of episodes it must write. */
export interface Expected<Outcome> {
  readonly outcome: Outcome
  readonly episodes?: readonly Episode[]
  /** Nothing at all may change. */
  readonly quiet?: true
  readonly attributes?: UserProfile['attributes'] | undefined
}

/** What each command does to the model, rule by rule. */
export const expected: {
  [V in Verb]: (model: Model, command: CommandOf<V>, now: Instant) => Expected<OutcomeOf<V>>
} = {
  receive(model, command, now) {
    const known = recall(model, 'receive', command.id)
    const again = known && model.turns.get(known.seq)
    if (known && again) {
      if (again.status !== 'open' || now < again.until || again.attempt >= MAX_ATTEMPTS) {
        return { outcome: { seq: known.seq, turn: again, duplicate: true, call: false }, quiet: true }
      }
      const turn: Turn = { status: 'open', until: now + command.leaseMs, attempt: again.attempt + 1 }
      model.turns.set(known.seq, turn)
      return { outcome: { seq: known.seq, turn, duplicate: true, call: true } }
    }
    const seq = model.log.length + 1
    const message = {
      kind: 'message',
      direction: 'in',
      by: { type: 'user', id: model.userId },
      ...command.message,
      ...(command.id !== undefined && { clientId: command.id }),
    } as const
    const toBot = !model.person && !command.botPaused
    const isFirstUnanswered = lastSpeaker(model) !== 'user'
    const turn: Turn = toBot ? { status: 'open', until: now + command.leaseMs, attempt: 1 } : { status: 'held' }
    let episodes: readonly Episode[] = []
    const item = { key: keyOf('receive', command.id), seq, isUserMessage: true } as const
    const holderBefore = model.person
    if (model.person || toBot) append(model, now, [message])
    else {
      // The message that takes the conversation from a paused bot is one that the bot did not answer.
      model.turns.set(seq, { status: 'open', until: now, attempt: 1 })
      remember(model, item)
      episodes = take(model, now, { by: SYSTEM, trigger: 'bot_paused' }, [message])
    }
    model.turns.set(seq, turn)
    if (model.person === holderBefore) remember(model, item)
    if (isFirstUnanswered) notIdle(model, now)
    const attributes = know(model, command.user)
    return { outcome: { seq, turn, duplicate: false, call: toBot }, episodes, attributes }
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
      append(model, now, drafts(command))
      tell(model, command.told)
      return { outcome: { status: 'withheld' } }
    }
    if (turn?.status !== 'open') return { outcome: closed(turn), quiet: true }
    if (command.epoch !== model.epoch) return { outcome: { status: 'withheld' }, quiet: true }
    if (command.botPaused) {
      const episodes = take(model, now, { by: SYSTEM, trigger: 'bot_paused' })
      model.turns.set(of, { status: 'draft' })
      append(model, now, drafts(command))
      return { outcome: { status: 'withheld' }, episodes }
    }
    if (command.serial && openSeqs(model).some(seq => seq < of)) return { outcome: { status: 'waiting' }, quiet: true }
    return accepted(model, command, now, answer => model.turns.set(of, answer))
  },

  fail(model, { of, attempt, reason }, now) {
    const turn = model.turns.get(of)
    if (turn?.status !== 'open' || turn.attempt !== attempt) return { outcome: null, quiet: true }
    return { outcome: null, episodes: take(model, now, { by: SYSTEM, trigger: 'bot_failed', reason }) }
  },

  say(model, { id, by, message }, now) {
    const known = recall(model, 'say', id)
    if (known) return { outcome: { seq: known.seq, duplicate: true }, quiet: true }
    const { person } = model
    let episodes: readonly Episode[] = []
    if (person?.waiting) {
      person.waiting = undefined
      model.alertedAt = undefined
      person.agent = { who: by, assignedAt: now, idleAt: now + policy.idleMs }
      append(model, now, [{ kind: 'assigned', agent: by, episode: model.episodes }])
      episodes = [recordOf(model, person)]
    }
    const clientId = id === undefined ? {} : { clientId: id }
    append(model, now, [{ kind: 'message', direction: 'out', by, ...message, ...clientId, ...leaves(model) }])
    const seq = model.log.length
    if (id !== undefined) remember(model, { key: keyOf('say', id), seq })
    notIdle(model, now)
    return { outcome: { seq, duplicate: false }, episodes }
  },

  pause(model, command, now) {
    const { id } = command
    const known = recall(model, 'pause', id)
    const isPaused = model.person !== undefined
    if (known) return { outcome: { isPaused, changed: false, seq: known.seq }, quiet: true }
    if (model.person) {
      const { seq } = model.person
      if (id !== undefined) remember(model, { key: keyOf('pause', id), seq })
      return { outcome: { isPaused: true, changed: false, seq }, ...(id === undefined && { quiet: true }) }
    }
    const episodes = take(model, now, command)
    const seq = model.log.length
    if (id !== undefined) remember(model, { key: keyOf('pause', id), seq })
    return { outcome: { isPaused: true, changed: true, seq }, episodes }
  },

  unpause(model, command, now) {
    const { id, by, comment, outcome = 'returned' } = command
    const known = recall(model, 'unpause', id)
    const wrote = known && known.seq > 0 ? { seq: known.seq } : {}
    if (known) return { outcome: { isPaused: model.person !== undefined, changed: false, ...wrote }, quiet: true }
    if (!model.person) {
      if (id !== undefined) remember(model, { key: keyOf('unpause', id), seq: 0 })
      return { outcome: { isPaused: false, changed: false }, ...(id === undefined && { quiet: true }) }
    }
    const episodes = give(model, model.person, now, { by, outcome, comment })
    const seq = model.log.length
    if (id !== undefined) remember(model, { key: keyOf('unpause', id), seq })
    return { outcome: { isPaused: false, changed: true, seq }, episodes }
  },

  note(model, { id, by, text }, now) {
    const known = recall(model, 'note', id)
    if (known) return { outcome: { seq: known.seq, duplicate: true }, quiet: true }
    append(model, now, [{ kind: 'note', by, text }])
    const seq = model.log.length
    if (id !== undefined) remember(model, { key: keyOf('note', id), seq })
    return { outcome: { seq, duplicate: false } }
  },

  identify(model, { user }) {
    const before = JSON.stringify(model.user)
    const attributes = know(model, user)
    const isNews = attributes !== undefined || JSON.stringify(model.user) !== before
    return { outcome: null, attributes, ...(!isNews && { quiet: true }) }
  },

  tick: () => ({ outcome: null, quiet: true }),

  claim(model, { message, claimant, botPaused }, now) {
    const { seq, from, epoch } = message
    const { sending } = model
    const isStopped = from === 'bot' && (botPaused || epoch !== model.epoch)
    const isMine = sending?.seq === seq
    if (isMine && now < sending.until) return { outcome: { status: 'busy' }, quiet: true }
    if (!isMine && model.handed >= seq) return { outcome: { status: 'settled' }, quiet: true }
    if (!isMine && sending) return { outcome: { status: 'busy' }, quiet: true }
    model.handed = seq
    model.sending = undefined
    if (isStopped) {
      append(model, now, [{ kind: 'withheld', of: seq, ...(isMine && { delivery: 'unknown' }) }])
      return { outcome: { status: 'withheld' } }
    }
    const attempts = isMine ? sending.attempts + 1 : 1
    if (attempts > policy.retryMs.length + 1) {
      append(model, now, [{ kind: 'undeliverable', of: seq, reason: WORDS }])
      return { outcome: { status: 'settled' } }
    }
    model.sending = { seq, by: claimant, until: now + policy.deliveryLeaseMs, attempts }
    return { outcome: { status: 'claimed', attempts } }
  },

  settle(model, { seq, claimant, result }, now) {
    const { sending } = model
    if (sending?.seq !== seq || sending.by !== claimant) return { outcome: null, quiet: true }
    const waitMs = result.status === 'deferred' ? policy.retryMs[sending.attempts - 1] : undefined
    model.sending = waitMs === undefined ? undefined : { ...sending, by: '', until: now + waitMs }
    if (result.status !== 'sent' && waitMs === undefined) {
      append(model, now, [{ kind: 'undeliverable', of: seq, reason: result.reason }])
    }
    return { outcome: null }
  },

  alerted(model, { episode, alerts, result }, now) {
    const waiting = model.person?.waiting
    if (!waiting || episode !== model.episodes || alerts !== waiting.alerts) return { outcome: null, quiet: true }
    switch (result.status) {
      case 'sent':
        waiting.alerts += 1
        waiting.alertAt = now + policy.realertMs
        model.alertedAt = now
        append(model, now, [{ kind: 'alerted', count: waiting.alerts, episode }])
        return { outcome: null }
      case 'failed':
        waiting.alertAt = now + policy.alertCheckMs
        return { outcome: null }
      case 'held': {
        const isKnown = waiting.alertAt === result.until
        waiting.alertAt = result.until
        return { outcome: null, ...(isKnown && { quiet: true }) }
      }
      default:
        return result satisfies never
    }
  },

  told(model, { episode, result }, now) {
    if (result === 'ok') return tell(model, episode) ? { outcome: null } : { outcome: null, quiet: true }
    if (!model.telling) return { outcome: null, quiet: true }
    const waitMs = result === 'deferred' ? policy.retryMs[model.telling.attempts] : undefined
    const attempts = model.telling.attempts + 1
    model.telling = waitMs === undefined ? undefined : { at: now + waitMs, attempts }
    return { outcome: null }
  },
}

function unasked(model: Model, command: Reply, now: Instant): Expected<OutcomeOf<'reply'>> {
  const key = keyOf('reply', command.id)
  const first = model.log.length + 1
  if (model.person || command.epoch !== model.epoch || command.botPaused) {
    if (key) {
      remember(model, { key, seq: command.replies.length > 0 ? first : 0, turn: { status: 'draft' } })
    }
    append(model, now, drafts(command))
    return { outcome: { status: 'withheld' } }
  }
  const writes = command.replies.length > 0 || command.handoff !== undefined
  return accepted(model, command, now, turn => key && remember(model, { key, seq: writes ? first : 0, turn }))
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
  const isSent = model.delivery === 'all' || (model.delivery === 'people' && of === undefined)
  const messages = replies.map<NewEntry>(content => ({
    kind: 'message',
    direction: 'out',
    by,
    ...content,
    ...(of !== undefined && { inReplyTo: of }),
    ...(isSent && { deliver: true }),
  }))
  const couldBeTold = model.episodes
  close({ status: 'answered', from, upTo, ...(handoff && { handedOver: true }) })
  let episodes: readonly Episode[] = []
  if (handoff) episodes = take(model, now, { by, trigger: 'bot', ...handoff }, messages)
  else append(model, now, messages)
  tell(model, command.told, couldBeTold)
  return { outcome: { status: 'accepted', from, upTo }, episodes }
}

const drafts = ({ of, replies }: Reply) =>
  replies.map<NewEntry>(content => ({ kind: 'withheld', ...content, ...(of !== undefined && { inReplyTo: of }) }))

const closed = (turn: Turn | undefined) => ({ status: 'closed', ...(turn && { turn }) }) as const

/** Somebody was heard: an agent's idle time begins anew. */
function notIdle(model: Model, now: Instant): void {
  if (model.person?.agent) model.person.agent.idleAt = now + policy.idleMs
}

/** The bot knows of episodes up to `episode`, as far as they are over. */
function tell(model: Model, episode = 0, over = model.person ? model.episodes - 1 : model.episodes): boolean {
  const told = Math.min(episode, over)
  if (told <= model.told) return false
  model.told = told
  if (told === over) model.telling = undefined
  return true
}

/** The names that the test's own profiles carry; `attributes` where they are news. */
function know(model: Model, profile: UserProfile | undefined): UserProfile['attributes'] | undefined {
  if (!profile) return undefined
  const { attributes, language, fullName = attributes?.full_name } = profile
  if (typeof fullName === 'string') model.user = { ...model.user, fullName }
  if (language !== undefined) model.user = { ...model.user, language }
  const text = attributes && JSON.stringify(attributes)
  if (text === undefined || text === model.attributes) return undefined
  model.attributes = text
  return attributes
}
