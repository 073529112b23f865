import { describe, expect, it } from 'vitest'
import { aConversation, agent, heldByAgent, LEASE_MS, waiting, withOpenTurn } from '../../test/support/conversation.ts'
import { entryFrames } from '../conversations/entry-frames.ts'
import { asUserSees } from '../protocol/entry.ts'
import { MAX_FRAME_BYTES } from '../protocol/frames.ts'
import { defaultPolicy as policy } from './policy.ts'

describe("rule 1: a user's message", () => {
  it('is committed with an open turn while the bot holds control, and calls the bot', () => {
    const given = aConversation()
    const { outcome, entries } = given.userSays('hello')
    const turn = { status: 'open', until: given.now + LEASE_MS, attempt: 1 }
    expect(outcome).toEqual({ status: 'received', seq: 1, turn, duplicate: false, call: true })
    expect(entries).toMatchObject([{ kind: 'message', direction: 'in', by: { type: 'user', id: 'u1' }, text: 'hello' }])
  })
  it('is held while people hold control, and does not call the bot', () => {
    const given = heldByAgent()
    expect(given.userSays('hello').outcome).toMatchObject({ turn: { status: 'held' }, call: false })
  })
  it('goes to people during a bot-wide pause: message and pause in one commit', () => {
    const given = aConversation()
    const { outcome, entries } = given.userSays('hello', { botPaused: true })
    expect(outcome).toMatchObject({ turn: { status: 'held' }, call: false })
    expect(entries).toMatchObject([
      { seq: 1, kind: 'message' },
      { seq: 2, kind: 'paused', by: { type: 'system' }, trigger: 'bot_paused' },
    ])
  })
})

describe('rule 2: a reply', () => {
  it('is appended if its turn is open, and closes the turn', () => {
    const given = withOpenTurn()
    const { outcome } = given.botReplies(1, ['on its way', 'anything else?'])
    expect(outcome).toEqual({ status: 'accepted', from: 2, upTo: 3 })
    expect(given.log.slice(1)).toMatchObject([{ text: 'on its way', inReplyTo: 1 }, { text: 'anything else?' }])
    expect(given.turn(1)).toEqual({ status: 'answered', from: 2, upTo: 3 })
  })
  it('becomes a draft if its turn is held', () => {
    const given = withOpenTurn()
    given.paused()
    expect(given.botReplies(1, ['too late']).outcome).toEqual({ status: 'withheld' })
    expect(given.log.at(-1)).toMatchObject({ kind: 'withheld', inReplyTo: 1, text: 'too late' })
    expect(given.turn(1)).toEqual({ status: 'draft' })
  })
  it.each(['answered', 'draft'] as const)(
    'changes nothing if its turn is already %s, and returns the recorded outcome',
    how => {
      const given = withOpenTurn()
      if (how === 'draft') given.paused()
      given.botReplies(1, ['first'])
      const again = given.botReplies(1, ['second'])
      expect(again).toMatchObject({ changed: false, outcome: { status: 'closed', turn: { status: how } } })
    },
  )
  it('changes nothing if its turn is unknown', () => {
    const given = withOpenTurn()
    expect(given.botReplies(7, ['what?'])).toMatchObject({ changed: false, outcome: { status: 'closed' } })
  })
  it('is never accepted with another epoch', () => {
    const given = withOpenTurn()
    expect(given.botReplies(1, ['hm'], { epoch: 1 })).toMatchObject({ changed: false, outcome: { status: 'withheld' } })
  })
  it('is accepted without a turn only in the current epoch', () => {
    const given = aConversation()
    expect(given.botReplies(undefined, ['news']).outcome).toMatchObject({ status: 'accepted' })
    given.paused()
    given.unpaused()
    const late = given.botReplies(undefined, ['old news'], { epoch: 0 })
    expect(late.outcome).toEqual({ status: 'withheld' })
    expect(late.entries).toMatchObject([{ kind: 'withheld', text: 'old news' }])
  })
  it('is withheld without a turn while people hold control, even in the current epoch', () => {
    const given = heldByAgent()
    expect(given.botReplies(undefined, ['me too']).outcome).toEqual({ status: 'withheld' })
  })
  it('may be empty, and hides no later turn', () => {
    const given = aConversation()
    given.botReplies(undefined, [], { id: 'r1' })
    const { outcome } = given.userSays('hello')
    expect(given.botReplies(outcome.seq, ['hi']).outcome).toMatchObject({ status: 'accepted' })
  })
  it('may hand over: its messages come before the pause and belong to its epoch', () => {
    const given = withOpenTurn('all')
    given.botReplies(1, ['I fetch somebody'], { handoff: { reason: 'angry', priority: 'high' } })
    expect(given.log.slice(1)).toMatchObject([
      { kind: 'message', text: 'I fetch somebody', epoch: 1 },
      { kind: 'paused', trigger: 'bot', reason: 'angry', priority: 'high', epoch: 1 },
    ])
    expect(given.claimed(2).outcome).toMatchObject({ status: 'claimed' })
  })
  it('becomes a draft after a bot-wide pause, and people take over', () => {
    const given = withOpenTurn()
    expect(given.botReplies(1, ['well'], { botPaused: true }).outcome).toEqual({ status: 'withheld' })
    expect(given.kinds).toEqual(['message', 'paused', 'withheld'])
    expect(given.turn(1)).toEqual({ status: 'draft' })
  })
  it('waits for older open turns, and for no others, if turns are serial', () => {
    const given = withOpenTurn()
    given.userSays('hello?')
    expect(given.botReplies(2, ['b'], { serial: true })).toMatchObject({
      changed: false,
      outcome: { status: 'waiting' },
    })
    expect(given.botReplies(1, ['a'], { serial: true }).outcome).toMatchObject({ status: 'accepted' })
    expect(given.botReplies(2, ['b'], { serial: true }).outcome).toMatchObject({ status: 'accepted' })
  })
})

describe('rule 3: every change of control holds all open turns, in the same commit', () => {
  it.each([
    ['a pause', (c: ReturnType<typeof withOpenTurn>) => c.paused()],
    ['a failure of the bot', (c: ReturnType<typeof withOpenTurn>) => c.botFails(2)],
    [
      'a handoff in a reply',
      (c: ReturnType<typeof withOpenTurn>) => c.botReplies(2, [], { handoff: { reason: 'x', priority: 'low' } }),
    ],
    ['the deadline of a turn', (c: ReturnType<typeof withOpenTurn>) => c.after(LEASE_MS + policy.turnGraceMs).ticks()],
  ])('leaves no turn open after %s', (_, takes) => {
    const given = withOpenTurn()
    given.userSays('and another thing')
    takes(given)
    expect(given.holder).toBe('human')
    expect(given.turn(1)).toEqual({ status: 'held' })
    expect(given.turn(2)?.status).not.toBe('open')
    expect(given.session.epoch).toBe(1)
    expect(given.log.at(-1)).toMatchObject({ kind: 'paused', held: expect.arrayContaining([1]) })
  })
})

describe('rule 4: a retried message', () => {
  it('waits for the result within the lease', () => {
    const given = withOpenTurn()
    const again = given.after(LEASE_MS - 1).userSays('where is my order?', { id: 'm1' })
    expect(again).toMatchObject({ changed: false, outcome: { seq: 1, duplicate: true, call: false } })
  })
  it('takes the turn over after the lease, with a lease of its own', () => {
    const given = withOpenTurn()
    const again = given.after(LEASE_MS).userSays('where is my order?', { id: 'm1' })
    expect(again.outcome).toMatchObject({ seq: 1, duplicate: true, call: true, turn: { until: given.now + LEASE_MS } })
    expect(again.entries).toEqual([])
  })
  it('is answered from a closed turn, at any time', () => {
    const given = withOpenTurn()
    given.botReplies(1, ['on its way'])
    const again = given.after(3 * LEASE_MS).userSays('where is my order?', { id: 'm1' })
    expect(again).toMatchObject({ changed: false, outcome: { call: false, turn: { status: 'answered', from: 2 } } })
  })
})

describe("rule 5: the turn's deadline", () => {
  it('is that of the oldest open turn, and causes a handoff when it passes', () => {
    const given = withOpenTurn()
    const due = given.now + LEASE_MS + policy.turnGraceMs
    expect(given.after(5_000).userSays('hello?').due).toBe(due)
    given.now = due - 1
    expect(given.ticks().changed).toBe(false)
    given.now = due
    expect(given.ticks().entries).toMatchObject([{ kind: 'paused', trigger: 'bot_failed', held: [1, 2] }])
  })
  it('takes effect before a late reply, which becomes a draft', () => {
    const given = withOpenTurn()
    const late = given.after(LEASE_MS + policy.turnGraceMs).botReplies(1, ['sorry'])
    expect(late.outcome).toEqual({ status: 'withheld' })
    expect(late.entries.map(({ kind }) => kind)).toEqual(['paused', 'withheld'])
  })
})

describe('rule 6: pause and unpause carry ids', () => {
  it('a repeated pause answers that people still hold control', () => {
    const given = aConversation()
    given.paused({ id: 'p1' })
    expect(given.paused({ id: 'p1' })).toMatchObject({
      changed: false,
      outcome: { isPaused: true, changed: false, seq: 1 },
    })
  })
  it('a repeated pause does not pause again after an unpause', () => {
    const given = aConversation()
    given.paused({ id: 'p1' })
    given.unpaused()
    expect(given.paused({ id: 'p1' })).toMatchObject({ changed: false, outcome: { isPaused: false, seq: 1 } })
  })
  it('a repeated unpause does not end a later episode', () => {
    const given = heldByAgent()
    given.unpaused({ id: 'x' })
    given.paused()
    expect(given.unpaused({ id: 'x' })).toMatchObject({ changed: false, outcome: { isPaused: true, seq: 2 } })
  })
  it('a repeated unpause that changed nothing gets the same answer', () => {
    const given = aConversation()
    given.userSays('hello')
    expect(given.unpaused({ id: 'x' }).outcome).toEqual({ isPaused: false, changed: false })
    expect(given.unpaused({ id: 'x' }).outcome).toEqual({ isPaused: false, changed: false })
  })
})

describe('rule 7: delivery', () => {
  const withBotMessage = () => {
    const given = withOpenTurn('all')
    given.botReplies(1, ['on its way'])
    return given
  }
  it('is claimed by one dispatcher at a time', () => {
    const given = withBotMessage()
    expect(given.claimed(2, 'one').outcome).toEqual({ status: 'claimed', attempts: 1 })
    expect(given.claimed(2, 'two').outcome).toEqual({ status: 'busy' })
    given.settled(2, 'sent', 'one')
    expect(given.claimed(2, 'two').outcome).toEqual({ status: 'settled' })
  })
  it('is taken over after the lease, and the old claimant settles nothing', () => {
    const given = withBotMessage()
    given.claimed(2, 'one')
    expect(given.after(policy.deliveryLeaseMs).claimed(2, 'two').outcome).toEqual({ status: 'claimed', attempts: 2 })
    expect(given.settled(2, 'refused', 'one').changed).toBe(false)
  })
  it("stops for a bot's message after a change of control: one commit withholds it", () => {
    const given = withBotMessage()
    given.paused()
    const stopped = given.claimed(2)
    expect(stopped.outcome).toEqual({ status: 'withheld' })
    expect(stopped.entries).toMatchObject([{ kind: 'withheld', of: 2 }])
    expect(given.claimed(2)).toMatchObject({ changed: false, outcome: { status: 'settled' } })
  })
  it('is recorded as unknown if it was interrupted and then withheld', () => {
    const given = withBotMessage()
    given.claimed(2)
    given.paused()
    expect(given.after(policy.deliveryLeaseMs).claimed(2).entries).toMatchObject([{ of: 2, delivery: 'unknown' }])
  })
  it("continues for an agent's message after an unpause", () => {
    const given = heldByAgent('people')
    given.agentSays('hello')
    given.unpaused()
    expect(given.claimed(2).outcome).toMatchObject({ status: 'claimed' })
  })
  it('is tried again after a temporary failure, and holds later messages back', () => {
    const given = heldByAgent('people')
    given.agentSays('one')
    given.agentSays('two')
    given.claimed(2)
    given.settled(2, 'deferred')
    expect(given.claimed(3, 'another').outcome).toEqual({ status: 'busy' })
    expect(given.ticks().due).toBe(given.now + (policy.retryMs[0] ?? 0))
    given.after(policy.retryMs[0] ?? 0)
    expect(given.claimed(2, 'another').outcome).toEqual({ status: 'claimed', attempts: 2 })
  })
  it('is logged as undeliverable after a refusal, and lets the next message go', () => {
    const given = heldByAgent('people')
    given.agentSays('one')
    given.agentSays('two')
    given.claimed(2)
    expect(given.settled(2, 'refused').entries).toMatchObject([{ kind: 'undeliverable', of: 2 }])
    expect(given.claimed(3).outcome).toMatchObject({ status: 'claimed' })
  })
  it('ends after the last try with an undeliverable entry', () => {
    const given = heldByAgent('people')
    given.agentSays('one')
    for (const waitMs of [...policy.retryMs, 0]) {
      expect(given.claimed(2).outcome).toMatchObject({ status: 'claimed' })
      given.settled(2, 'deferred')
      given.after(waitMs)
    }
    expect(given.kinds.at(-1)).toBe('undeliverable')
    expect(given.claimed(2).outcome).toEqual({ status: 'settled' })
  })
})

describe('rule 8: a message is delivered in one way', () => {
  it.each([
    ['none', false, false, false],
    ['people', false, true, true],
    ['all', true, true, true],
  ] as const)(
    'mode %s marks for delivery: answers %s, unasked messages of the bot %s, messages of people %s',
    (mode, answers, unasked, people) => {
      const given = withOpenTurn(mode)
      given.botReplies(1, ['answer'])
      given.botReplies(undefined, ['of my own accord'])
      given.agentSays('hello')
      expect(given.log.slice(1).map(entry => 'deliver' in entry)).toEqual([answers, unasked, people])
      expect('deliver' in given.log[0]!).toBe(false)
    },
  )
  it('delivers the message that no agent came like a message of an agent', () => {
    const given = waiting('people')
    given.after(policy.giveUpMs).ticks()
    expect(given.log.at(-1)).toMatchObject({ by: { type: 'system' }, deliver: true })
  })
})

describe('rule 9: a cursor covers every entry up to it', () => {
  const withHiddenEntries = () => {
    const given = withOpenTurn()
    given.paused()
    given.botReplies(1, ['a draft'])
    given.noted('a note')
    return given
  }
  it('frames for a user cover notes and drafts without showing them', () => {
    const given = withHiddenEntries()
    const [frame, ...more] = entryFrames('user', given.session, { after: 1, entries: given.log.slice(1) })
    expect(frame).toMatchObject({ after: 1, upto: 4, entries: [{ seq: 2, kind: 'paused' }], isPaused: true })
    expect(more).toEqual([])
  })
  it('frames move the cursor even if all their entries are hidden', () => {
    const given = withHiddenEntries()
    const frames = entryFrames('user', given.session, { after: 2, entries: given.log.slice(2) })
    expect(frames).toMatchObject([{ after: 2, upto: 4, entries: [] }])
  })
  it('frames for an agent show all entries', () => {
    const given = withHiddenEntries()
    const frames = entryFrames('agent', given.session, { after: 0, entries: given.log })
    expect(frames).toMatchObject([{ after: 0, upto: 4, entries: given.log }])
  })
  it('a user sees neither the id of the agent nor reason and priority of a pause', () => {
    const given = aConversation()
    given.paused({ reason: 'swears', priority: 'urgent' })
    expect(asUserSees(given.log[0]!)).toEqual({
      ...{ seq: 1, at: given.log[0]!.at, epoch: 1, kind: 'paused', episode: 1, priority: 'normal', trigger: 'agent' },
      by: { type: 'agent', name: agent.name },
    })
  })
  it('a user sees that the agent was taken off the conversation, but neither the id of the agent nor the reason', () => {
    const common = { kind: 'transferred', seq: 3, at: '2026-01-05T09:00:00.000Z', epoch: 1, episode: 1 } as const
    const transferred = { ...common, by: { type: 'system' }, from: agent, reason: 'did not answer in time' } as const
    expect(asUserSees(transferred)).toEqual({
      ...common,
      by: { type: 'system' },
      from: { type: 'agent', name: agent.name },
      reason: '',
    })
  })
  it('frames of at most 32 KB join without a gap, and only the last says who holds control', () => {
    const given = heldByAgent()
    for (let n = 0; n < 7; n++) given.agentSays('ü'.repeat(10_000))
    given.noted('n')
    for (const reader of ['user', 'agent'] as const) {
      const frames = entryFrames(reader, given.session, { after: 0, entries: given.log })
      expect(frames.length).toBeGreaterThan(6)
      let cursor = 0
      for (const [index, frame] of frames.entries()) {
        expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(MAX_FRAME_BYTES)
        if (frame.type !== 'entries') throw new Error('entries were asked for')
        expect(frame.after).toBe(cursor)
        expect('isPaused' in frame).toBe(index === frames.length - 1)
        cursor = frame.upto
      }
      expect(cursor).toBe(given.session.revision)
      const shown = frames.flatMap(frame => (frame.type === 'entries' ? frame.entries : []))
      expect(shown).toHaveLength(reader === 'agent' ? 9 : 8)
    }
  })
})
