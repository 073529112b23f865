import { defined } from '../defined.ts'
import type { Watcher } from '../ports/sessions.ts'
import type { Instant, Recent, Turn } from '../session/session.ts'

/**
 * Packs a remembered command into a short text: `<seq><turn><time> <id>`. The turn is empty (no turn), `h` (held), `d`
 * (draft), `o<until>`, `o<until>-<attempt>` or `o<until>-<attempt>-<handbacksUpTo>` (open), `k…` (the same, acknowledged), `a`
 * (answered by the next entry alone), `a<from>-<upTo>` (answered by other entries), `x…` (the same, handed over), or
 * `r<from>-<upTo>-<since>-<until>` (review).
 * The time is empty, or `@` and the milliseconds since the conversation's start in base 36.
 */
export function encodeRecent({ id, seq, turn, at }: Recent, since: Instant): string {
  return `${seq}${turn ? encodeTurn(turn, seq) : ''}${at === undefined ? '' : `@${(at - since).toString(36)}`} ${id}`
}

/** Throws `TypeError` if the text does not come from `encodeRecent`. */
export function decodeRecent(packed: string, since: Instant): Recent {
  const [, seq, code, numbers = '', at, id] =
    /^(\d+)(?:([hdokaxr])([\d-]*))?(?:@(-?[\da-z]+))? (.*)$/s.exec(packed) ?? []
  if (seq === undefined || id === undefined) throw new TypeError('a remembered command is malformed')
  const turn = code === undefined ? undefined : decodeTurn(code, numbers, Number(seq))
  return {
    id,
    seq: Number(seq),
    ...defined({ turn }),
    ...(at !== undefined && { at: since + Number.parseInt(at, 36) }),
  }
}

function encodeTurn(turn: Turn, seq: number): string {
  switch (turn.status) {
    case 'held':
      return 'h'
    case 'draft':
      return 'd'
    case 'open':
      return `${turn.acknowledged ? 'k' : 'o'}${[turn.until, ...tries(turn)].join('-')}`
    case 'answered':
      return `${turn.handedOver ? 'x' : 'a'}${turn.from === seq + 1 && turn.upTo === seq + 1 ? '' : `${turn.from}-${turn.upTo}`}`
    case 'review':
      return `r${[turn.from, turn.upTo, turn.since, turn.until].join('-')}`
    default:
      return turn satisfies never
  }
}

function tries({ attempt, handbacksUpTo }: Extract<Turn, { status: 'open' }>): readonly number[] {
  if (handbacksUpTo !== undefined) return [attempt, handbacksUpTo]
  return attempt === 1 ? [] : [attempt]
}

function decodeTurn(code: string, numbers: string, seq: number): Turn | undefined {
  switch (code) {
    case 'h':
      return { status: 'held' }
    case 'd':
      return { status: 'draft' }
    case 'o':
    case 'k': {
      const [until = 0, attempt = 1, handbacksUpTo] = numbers.split('-').map(Number)
      return {
        status: 'open',
        until,
        attempt,
        ...(code === 'k' && { acknowledged: true }),
        ...defined({ handbacksUpTo }),
      }
    }
    case 'a':
    case 'x': {
      const [from = seq + 1, upTo = seq + 1] = numbers === '' ? [] : numbers.split('-').map(Number)
      return { status: 'answered', from, upTo, ...(code === 'x' && { handedOver: true }) }
    }
    case 'r': {
      const [from = 0, upTo = 0, since = 0, until = 0] = numbers.split('-').map(Number)
      return { status: 'review', from, upTo, since, until }
    }
    default:
      return undefined
  }
}

const AS = { a: 'agent', u: 'user' } as const

/**
 * Packs a watcher into one text: a letter for its role, then the connection id. If the expiry of its token is known,
 * the letter is a capital, and the time (ms, base 36) and a colon come before the connection id.
 */
export function encodeWatcher({ connectionId, as, expiresAt }: Watcher): string {
  const letter = as === 'agent' ? 'a' : 'u'
  return expiresAt === undefined
    ? `${letter}${connectionId}`
    : `${letter.toUpperCase()}${expiresAt.toString(36)}:${connectionId}`
}

export function decodeWatcher(packed: string): Watcher {
  const [, letter, expiresAt, connectionId] = /^([AU])([0-9a-z]+):(.*)$/s.exec(packed) ?? []
  if (letter !== undefined && expiresAt !== undefined && connectionId !== undefined) {
    return { connectionId, as: AS[letter === 'A' ? 'a' : 'u'], expiresAt: Number.parseInt(expiresAt, 36) }
  }
  return { connectionId: packed.slice(1), as: AS[packed.startsWith('a') ? 'a' : 'u'] }
}
