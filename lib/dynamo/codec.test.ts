import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defined } from '../defined.ts'
import type { Actor, NoteRemark } from '../protocol/entry.ts'
import type { Reviewed } from '../session/reviewed.ts'
import {
  type Address,
  type DeliveryClaim,
  type Handoff,
  newSession,
  type Session,
  type TailEntry,
  type Turn,
} from '../session/session.ts'
import { decodeSession, encodeSession } from './codec.ts'
import { decodeRecent, decodeWatcher, encodeRecent, encodeWatcher } from './codec-recent.ts'
import { keys } from './keys.ts'

const START = Date.UTC(2026, 0, 5, 9)

/** Any text, half a surrogate pair included: a cut text may end in one. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('', 'a\ud83d', ' ', '\u0000', '"'),
)
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 })
const seq = fc.nat()
const oneOf = <T extends string>(...values: T[]) => fc.constantFrom(...values)
/** Any JSON value except -0, which JSON writes as 0. */
const json = fc.jsonValue().map(value => JSON.parse(JSON.stringify(value)) as unknown)
const record = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }, requiredKeys: (keyof T)[]) =>
  fc.record(shape, { requiredKeys, noNullPrototype: true })
/** An arbitrary for each field of `T`. A field that is added to `T`, optional or not, does not compile until it has one. */
type Shape<T> = { [K in keyof T]-?: fc.Arbitrary<Exclude<T[K], undefined>> }

const actorShape: Shape<Actor> = { type: oneOf('user', 'bot', 'agent', 'system'), id: text, name: text }
const actor = record(actorShape, ['type'])
const priority = oneOf('low', 'normal', 'high', 'urgent')
const pending: Shape<Extract<Handoff, { status: 'pending' }>> = {
  status: fc.constant('pending'),
  priority,
  since: instant,
  place: instant,
  alerts: fc.nat(),
  deadline: instant,
  acknowledgedBy: actor as fc.Arbitrary<Actor>,
  hadAgent: fc.constant(true as const),
  told: fc.record({ position: fc.nat(), at: instant }, { noNullPrototype: true }),
}
const assigned: Shape<Extract<Handoff, { status: 'assigned' }>> = {
  status: fc.constant('assigned'),
  priority,
  agent: actor as fc.Arbitrary<Actor>,
  counted: fc.constant(true),
  assignedAt: instant,
  deadline: instant,
  warned: fc.constant(true as const),
  snoozedUntil: fc.constantFrom('deadline', 'user_writes'),
}
const human: Shape<Extract<Session['control'], { holder: 'human' }>> = {
  holder: fc.constant('human'),
  since: instant,
  seq,
  by: actor as fc.Arbitrary<Actor>,
  trigger: text,
  reason: text,
  queue: text,
  handoff: fc.oneof(
    record(pending, ['status', 'priority', 'since', 'alerts', 'deadline']),
    record(assigned, ['status', 'priority', 'agent', 'assignedAt', 'deadline']),
  ) as fc.Arbitrary<Handoff>,
  firstAnswerAt: instant,
  earlier: fc.record({ agent: actor as fc.Arbitrary<Actor>, firstAssignedAt: instant }, { noNullPrototype: true }),
}
const supervised: Shape<Extract<Session['control'], { holder: 'supervised' }>> = {
  holder: fc.constant('supervised'),
  ...{ since: instant, seq, by: actor, trigger: text, reason: text },
}
const control: fc.Arbitrary<Session['control']> = fc.oneof(
  fc.constant({ holder: 'bot' as const }),
  record(human, ['holder', 'since', 'seq', 'by', 'trigger', 'handoff']),
  record(supervised, ['holder', 'since', 'seq', 'by', 'trigger']),
) as fc.Arbitrary<Session['control']>

const turn: fc.Arbitrary<Turn> = fc.oneof(
  fc
    .tuple(instant, fc.nat(5), fc.boolean(), fc.option(fc.nat(), { nil: undefined }))
    .map(([until, attempt, taken, handbacksUpTo]) => ({
      status: 'open' as const,
      until,
      attempt,
      ...(taken && { acknowledged: true as const }),
      ...defined({ handbacksUpTo }),
    })),
  fc.constantFrom({ status: 'held' as const }, { status: 'draft' as const }),
  fc.tuple(seq, seq, fc.boolean()).map(([from, upTo, over]) => ({
    status: 'answered' as const,
    from,
    upTo,
    ...(over && { handedOver: true as const }),
  })),
  fc
    .tuple(seq, seq, instant, instant)
    .map(([from, upTo, since, until]) => ({ status: 'review' as const, from, upTo, since, until })),
)
const recent = fc
  .record({
    id: text,
    seq,
    turn: fc.option(turn, { nil: undefined }),
    at: fc.option(instant, { nil: undefined }),
    usual: fc.boolean(),
  })
  .map(({ id, seq, turn, at, usual }) => {
    const answered = { status: 'answered' as const, from: seq + 1, upTo: seq + 1 }
    return { id, seq, ...(usual ? { turn: answered } : turn && { turn }), ...defined({ at }) }
  })

const of = fc.oneof(seq, text)
const remarkShapes: { [Type in NoteRemark['type']]: Shape<Extract<NoteRemark, { type: Type }>> } = {
  deleted: { type: fc.constant('deleted'), of },
  edited: { type: fc.constant('edited'), of },
  reaction: { type: fc.constant('reaction'), of, emoji: text, removed: fc.constant(true) },
  blocked: { type: fc.constant('blocked'), removed: fc.constant(true) },
}
const remark = fc.oneof(
  record(remarkShapes.deleted, ['type', 'of']),
  record(remarkShapes.edited, ['type', 'of']),
  record(remarkShapes.reaction, ['type', 'of']),
  record(remarkShapes.blocked, ['type']),
)

const entry = fc
  .record({
    seq,
    at: instant.map(at => new Date(at).toISOString()),
    epoch: fc.nat(),
    by: actor,
    text: fc.option(text, { nil: undefined }),
    payload: fc.option(fc.dictionary(text, json, { noNullPrototype: true }), { nil: undefined }),
    cut: fc.boolean(),
    kind: oneOf('message', 'note', 'paused', 'assigned'),
    remark: fc.option(remark, { nil: undefined }),
  })
  .map(({ text, payload, cut, kind, remark, ...common }) => {
    const cutOrNot = cut ? { cut: true as const } : {}
    if (kind === 'note') return { ...common, kind, text: text ?? '', ...defined({ remark }), ...cutOrNot } as TailEntry
    if (kind === 'assigned') {
      const { by: agent, ...place } = common
      return { ...place, kind, agent, episode: 1 } as TailEntry
    }
    if (kind === 'paused') return { ...common, kind, trigger: 'operator', priority: 'normal', episode: 1 } as TailEntry
    const content = { type: 'text', ...defined({ text, payload }) }
    return { ...common, kind, direction: 'in', ...content, ...cutOrNot } as TailEntry
  })

const reviewed: Shape<Reviewed> = {
  seq,
  proposed: seq,
  of: seq,
  outcome: oneOf('sent', 'edited', 'answered', 'withheld'),
  by: actor,
  sent: fc.record({ from: seq, upTo: seq }, { noNullPrototype: true }),
  told: fc.constant(true),
}
const deliveryClaim: Shape<DeliveryClaim> = {
  ...{ seq, by: text, until: instant, attempts: fc.nat() },
  ...{ missing: fc.nat(), skippedSince: instant, of: seq, callsSent: fc.nat() },
}
const nextHandback: Shape<NonNullable<Session['nextHandback']>> = {
  at: instant,
  attempts: fc.nat(),
  missing: fc.nat(),
  skippedSince: instant,
}
const user: Shape<Session['user']> = {
  fullName: text,
  avatarUrl: text,
  language: text,
  attributesHash: text,
  email: text,
}

const fields: Shape<Omit<Session, 'id' | keyof Address | 'hasOldWords'>> = {
  createdAt: instant,
  revision: seq,
  epoch: fc.nat(),
  control,
  recent: fc.array(recent, { maxLength: 20 }),
  reviewed: fc.array(record(reviewed, ['seq', 'proposed', 'outcome', 'by']), { maxLength: 4 }) as fc.Arbitrary<
    readonly Reviewed[]
  >,
  forgottenUpTo: instant,
  delivery: oneOf('none', 'people', 'all'),
  newestOutgoing: fc.record({ seq, at: instant }, { noNullPrototype: true }),
  claimedUpTo: fc.nat(),
  deliveryClaim: record(deliveryClaim, ['seq', 'by', 'until', 'attempts']) as fc.Arbitrary<DeliveryClaim>,
  episodes: fc.nat(),
  handedBackUpTo: fc.nat(),
  nextHandback: record(nextHandback, ['at', 'attempts']) as fc.Arbitrary<NonNullable<Session['nextHandback']>>,
  nextEvents: fc.record({ after: seq, at: instant, attempts: fc.nat() }, { noNullPrototype: true }),
  alertedAt: instant,
  user: record(user, []) as fc.Arbitrary<Session['user']>,
  lastEventAt: instant,
  lastHeardAt: instant,
  preview: fc.record(
    { seq, from: oneOf('user', 'bot', 'agent', 'system'), text, at: instant },
    { noNullPrototype: true },
  ),
  tags: fc.array(text, { minLength: 1, maxLength: 4 }),
  tail: fc.array(entry, { maxLength: 4 }),
}
const always: (keyof typeof fields)[] = [
  ...([
    'createdAt',
    'revision',
    'epoch',
    'control',
    'recent',
    'delivery',
    'claimedUpTo',
    'episodes',
    'handedBackUpTo',
  ] as const),
  ...(['user', 'lastEventAt', 'tail'] as const),
]

const session: fc.Arbitrary<Session> = fc
  .record({
    address: record({ botId: text, channel: text, userId: text, threadId: text }, ['botId', 'channel', 'userId']),
    fields: record(fields, always),
    isUsual: fc.boolean(),
  })
  .map(({ address, fields, isUsual }) => {
    const session = { ...newSession(address, 0), ...fields } as Session
    return isUsual ? asCommitted(session) : session
  })

/** A session as a commit writes it: a tail by the agent up to the revision, and a preview of its last message. */
function asCommitted(session: Session): Session {
  const { revision, epoch, lastEventAt, tail, control } = session
  const at = new Date(lastEventAt).toISOString()
  const agent = control.holder === 'human' && control.handoff.status === 'assigned' ? control.handoff.agent : undefined
  const committed = tail.map((each, index) => ({
    ...each,
    ...(agent && 'by' in each && { by: agent }),
    ...(agent && 'agent' in each && { agent }),
    ...{ seq: revision - tail.length + 1 + index, at, epoch },
  })) as readonly TailEntry[]
  const said = committed.findLast(each => each.kind === 'message')
  if (said?.text === undefined) return { ...session, tail: committed }
  return {
    ...session,
    tail: committed,
    preview: { seq: said.seq, from: said.by.type, text: said.text, at: lastEventAt },
  }
}

function heldBy(agent: Actor): Session {
  const base = newSession({ botId: 'shop', channel: 'web', userId: 'maria' }, START)
  const handoff = { status: 'assigned', priority: 'normal', agent, assignedAt: START, deadline: START } as const
  const control = { holder: 'human', since: START, seq: 1, by: agent, trigger: 'agent', handoff } as const
  return { ...base, revision: 4, epoch: 1, control }
}

describe('the codec of a session', () => {
  it('restores every session, through the format of the table', () => {
    fc.assert(
      fc.property(session, given => {
        const item = unmarshall(marshall({ ...keys.state(given.id), ...encodeSession(given) }))
        expect(decodeSession(item)).toStrictEqual(given)
      }),
      { numRuns: 500 },
    )
  })

  it('restores every remembered command', () => {
    fc.assert(
      fc.property(recent, instant, (given, since) => {
        expect(decodeRecent(encodeRecent(given, since), since)).toStrictEqual(given)
      }),
    )
  })

  it('restores every watcher', () => {
    const watcher = fc.record(
      { connectionId: text, as: oneOf('agent', 'user'), expiresAt: fc.nat({ max: 8e15 }) },
      { noNullPrototype: true, requiredKeys: ['connectionId', 'as'] },
    )
    fc.assert(fc.property(watcher, given => void expect(decodeWatcher(encodeWatcher(given))).toStrictEqual(given)))
  })

  it('reads the watchers that earlier versions stored', () => {
    expect(decodeWatcher('aaL0SM9cOFvHcCIhA=')).toEqual({ connectionId: 'aL0SM9cOFvHcCIhA=', as: 'agent' })
    expect(decodeWatcher('uAL0SM9cOFvHcCIhA=')).toEqual({ connectionId: 'AL0SM9cOFvHcCIhA=', as: 'user' })
  })

  it('omits the default values of a new conversation', () => {
    const item = encodeSession(newSession({ botId: 'shop', channel: 'web', userId: 'maria' }, START))

    expect(item).toEqual({ b: 'shop', a: '["web","maria"]', ct: START, r: 0, le: START })
  })

  it('stores a text once, in the tail, and refers to it in the preview', () => {
    const said = { kind: 'message', direction: 'in', by: { type: 'user' }, type: 'text', text: 'hello' } as const
    const base = newSession({ botId: 'shop', channel: 'web', userId: 'maria' }, START)
    const tail = [{ ...said, seq: 1, at: new Date(START).toISOString(), epoch: 0 }]
    const preview = { seq: 1, from: 'user', text: 'hello', at: START } as const

    const item = encodeSession({ ...base, revision: 1, tail, preview })

    expect(item).toMatchObject({ p: 1, t: JSON.stringify([said]) })
  })

  it('stores the assigned agent once, and refers to them in the tail', () => {
    const ana = { type: 'agent', id: 'ana', name: 'Ana Silva' } as const
    const place = { at: new Date(START).toISOString(), epoch: 1 }
    const tail: readonly TailEntry[] = [
      { ...place, seq: 2, kind: 'assigned', agent: ana, episode: 1 },
      { ...place, seq: 3, kind: 'note', by: ana, text: 'is in a hurry' },
      { ...place, seq: 4, kind: 'note', by: { ...ana, name: 'Ana' }, text: 'has another name by now' },
    ]

    const item = encodeSession({ ...heldBy(ana), tail })

    expect(JSON.parse(String(item.t))).toEqual([
      { kind: 'assigned', agent: 1, episode: 1 },
      { kind: 'note', by: 1, text: 'is in a hurry' },
      { kind: 'note', by: { ...ana, name: 'Ana' }, text: 'has another name by now' },
    ])
    expect(decodeSession({ ...keys.state(heldBy(ana).id), ...item }).tail).toEqual(tail)
  })

  it('reads the actors that earlier versions stored in full', () => {
    const ana = { type: 'agent', id: 'ana' } as const
    const { PK, SK } = keys.state(heldBy(ana).id)
    const t = JSON.stringify([{ kind: 'note', by: ana, text: 'is in a hurry' }])

    expect(decodeSession({ PK, SK, ...encodeSession(heldBy(ana)), t }).tail).toMatchObject([{ by: ana }])
  })

  it('refuses an entry of the assigned agent if no agent is assigned', () => {
    const t = JSON.stringify([{ kind: 'note', by: 1, text: 'is in a hurry' }])

    expect(() =>
      decodeSession({ PK: 'SES#ses_x', SK: 'STATE', r: 1, le: 1, ct: 1, b: 'shop', a: '["web","m"]', t }),
    ).toThrow(TypeError)
  })

  it.each([{}, { r: 'one' }, { r: 1, le: 1, ct: 1, b: 'shop', a: 'no json' }])('refuses a malformed item: %o', item => {
    expect(() => decodeSession({ PK: 'SES#ses_x', SK: 'STATE', ...item })).toThrow()
  })
})
