import { causeOf } from '../../../lib/protocol/cause.ts'
import type { EpisodeOutcome } from '../../../lib/protocol/control.ts'
import type { Actor } from '../../../lib/protocol/entry.ts'
import { asLine } from '../../../lib/protocol/line.ts'
import type { Texts } from '../texts/en.ts'
import type { Row } from './rows.ts'
import { speakerName } from './speaker.ts'

/** The colour of a mark: that of the side that got control. */
export type MarkTone = 'bot' | 'person' | 'quiet' | 'bad'

export interface MarkParts {
  readonly sentence: string
  /** Short facts beside the sentence. */
  readonly facts: readonly string[]
  /** The reason or comment of the person or bot that acted. */
  readonly words: string | undefined
  readonly tone: MarkTone
}

const MAX_QUOTED_CHARS = 60

/** Times of an event in words: the length of the episode that it ends, if it is known, and the end of a snooze. */
export interface MarkTimes {
  readonly lasted?: string
  readonly until?: string
}

/** Describes an event. */
export function markParts(
  { entry, of }: Pick<Extract<Row, { kind: 'mark' }>, 'entry' | 'of'>,
  userName: string,
  { lasted, until }: MarkTimes,
  texts: Texts,
): MarkParts {
  const { log, who } = texts
  const facts: string[] = []
  switch (entry.kind) {
    case 'paused': {
      if (entry.priority !== 'normal') facts.push(texts.row.priority[entry.priority])
      const { trigger, reason, ...others } = causeOf(entry)
      // A new field of a cause does not compile until it is shown here.
      others satisfies Record<string, never>
      return { sentence: askedBy(trigger, entry.by, userName, texts), facts, words: reason, tone: 'person' }
    }
    case 'resumed': {
      const { outcome, by, comment } = entry
      const [sentence, fact] = endOf(outcome, speakerName(by, userName, who), texts)
      if (fact !== undefined) facts.push(fact)
      if (lasted !== undefined) facts.push(log.lasted(lasted))
      return { sentence, facts, words: comment, tone: 'bot' }
    }
    case 'rated':
      return { sentence: log.rated(userName, entry.stars), facts, words: entry.comment, tone: 'quiet' }
    case 'assigned': {
      const agent = speakerName(entry.agent, userName, who)
      const sentence = entry.by ? log.gaveTo(speakerName(entry.by, userName, who), agent) : log.assigned(agent)
      return { sentence, facts, words: undefined, tone: 'person' }
    }
    case 'transferred': {
      const { by, from, to, queue, reason } = entry
      if (by.type === 'system' && from) {
        return { sentence: log.transferred(speakerName(from, userName, who)), facts, words: undefined, tone: 'person' }
      }
      const name = speakerName(by, userName, who)
      const place = queue === undefined ? log.putBack(name) : log.movedTo(name, queue)
      const sentence = to ? log.gaveTo(name, speakerName(to, userName, who)) : place
      return { sentence, facts, words: reason === '' ? undefined : reason, tone: 'person' }
    }
    case 'declined': {
      const sentence = log.declined(speakerName(entry.by, userName, who))
      return { sentence, facts, words: entry.reason, tone: 'quiet' }
    }
    case 'snoozed': {
      const name = speakerName(entry.by, userName, who)
      const sentence = until === undefined ? log.snoozedUntilWrites(name) : log.snoozed(name, until)
      return { sentence, facts, words: undefined, tone: 'quiet' }
    }
    case 'woken': {
      const { by } = entry
      const sentence = by.type === 'system' ? log.wokenInTime : log.woken(speakerName(by, userName, who))
      return { sentence, facts, words: undefined, tone: 'quiet' }
    }
    case 'tagged': {
      const { by, added = [], removed = [] } = entry
      const sentence = log.tagged(speakerName(by, userName, who))
      facts.push(...added.map(tag => `+ ${tag}`), ...removed.map(tag => `− ${tag}`))
      return { sentence, facts, words: undefined, tone: 'quiet' }
    }
    case 'acknowledged': {
      const { by } = entry
      const sentence = by.type === 'system' ? log.knownByLink : log.known(speakerName(by, userName, who))
      return { sentence, facts, words: undefined, tone: 'quiet' }
    }
    case 'alerted':
      return { sentence: log.alerted(entry.count), facts, words: undefined, tone: 'quiet' }
    case 'supervised': {
      const sentence = (entry.on ? log.supervised : log.unsupervised)(speakerName(entry.by, userName, who))
      return { sentence, facts, words: entry.reason, tone: 'bot' }
    }
    case 'undeliverable':
      return { sentence: log.undeliverable(entry.reason), facts, words: undefined, tone: 'bad' }
    case 'redelivery':
      return { sentence: log.redelivery(speakerName(entry.by, userName, who)), facts, words: undefined, tone: 'quiet' }
    case 'note': {
      const { remark } = entry
      const name = speakerName(entry.by, userName, who)
      const what = of?.text ? log.reason(asLine(of.text).slice(0, MAX_QUOTED_CHARS).toWellFormed()) : log.aMessage
      switch (remark.type) {
        case 'deleted':
          return { sentence: log.deleted(name, what), facts, words: undefined, tone: 'quiet' }
        case 'edited':
          return { sentence: log.edited(name, what), facts, words: entry.text, tone: 'quiet' }
        case 'reaction': {
          const sentence = (remark.removed ? log.unreacted : log.reacted)(name, what, remark.emoji ?? '?')
          return { sentence, facts, words: undefined, tone: 'quiet' }
        }
        case 'blocked': {
          const sentence = (remark.removed ? log.unblocked : log.blocked)(name)
          return { sentence, facts, words: undefined, tone: remark.removed ? 'quiet' : 'bad' }
        }
        default:
          return remark satisfies never
      }
    }
    default:
      return entry satisfies never
  }
}

/** The sentence for the end of an episode, and its outcome where the sentence does not tell it. */
function endOf(outcome: EpisodeOutcome, name: string, { log }: Texts): [sentence: string, fact?: string] {
  switch (outcome) {
    case 'expired':
      return [log.expired]
    case 'idle':
      return [log.idle]
    case 'cancelled':
      return [log.cancelled(name)]
    case 'resolved':
    case 'rejected':
    case 'returned':
      return [log.resumed(name), log.outcomes[outcome]]
    default:
      return outcome satisfies never
  }
}

function askedBy(trigger: string, by: Actor, userName: string, { log, who }: Texts): string {
  switch (trigger) {
    case 'bot_failed':
      return log.botFailed
    case 'bot_paused':
      return log.botPaused
    case 'review_overdue':
      return log.reviewOverdue
    default: {
      const name = speakerName(by, userName, who)
      return by.type === 'agent' ? log.paused(name) : log.asked(name)
    }
  }
}
