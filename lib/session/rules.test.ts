import { describe, expect, it } from 'vitest'
import { aConversation, heldByAgent, LEASE_MS, waiting, withOpenTurn } from '../../test/support/conversation.ts'
import { ana } from '../../test/support/people.ts'
import { entryFrames } from '../conversations/entry-frames.ts'
import { asUserSees } from '../protocol/as-user-sees.ts'
import { MAX_FRAME_BYTES } from '../protocol/frames.ts'
import { defaultPolicy as policy } from './policy.ts'

describe("rule 1: a user's message", () => {
  it('is committed with an open turn while the bot holds control, and calls the bot', () => {
    const conversation = aConversation()
    const { outcome, entries } = conversation.userSays('hello')
    const turn = { status: 'open', until: conversation.now + LEASE_MS, attempt: 1 }
    expect(outcome).toEqual({ status: 'received', seq: 1, turn, duplicate: false, call: true })
    expect(entries).toMatchObject([{ kind: 'message', direction: 'in', by: { type: 'user', id: 'u1' }, text: 'hello' }])
  })
  it('is held while people hold control, and does not call the bot', () => {
    const conversation = heldByAgent()
    expect(conversation.userSays('hello').outcome).toMatchObject({ turn: { status: 'held' }, call: false })
  })
  it('goes to people during a bot-wide pause: message and pause in one commit', () => {
    const conversation = aConversation()
    const { outcome, entries } = conversation.userSays('hello', { botPaused: true })
    expect(outcome).toMatchObject({ turn: { status: 'held' }, call: false })
    expect(entries).toMatchObject([
      { seq: 1, kind: 'message' },
      { seq: 2, kind: 'paused', by: { type: 'system' }, trigger: 'bot_paused' },
    ])
  })
})

describe('rule 2: a reply', () => {
  it('is appended if its turn is open, and closes the turn', () => {
    const conversation = withOpenTurn()
    const { outcome } = conversation.botAnswers(1, ['on its way', 'anything else?'])
    expect(outcome).toEqual({ status: 'accepted', from: 2, upTo: 3 })
    expect(conversation.log.slice(1)).toMatchObject([{ text: 'on its way', inReplyTo: 1 }, { text: 'anything else?' }])
    expect(conversation.turn(1)).toEqual({ status: 'answered', from: 2, upTo: 3 })
  })
  it('becomes a draft if its turn is held', () => {
    const conversation = withOpenTurn()
    conversation.agentPauses()
    expect(conversation.botAnswers(1, ['too late']).outcome).toEqual({ status: 'withheld' })
    expect(conversation.log.at(-1)).toMatchObject({ kind: 'withheld', inReplyTo: 1, text: 'too late' })
    expect(conversation.turn(1)).toEqual({ status: 'draft' })
  })
  it.each(['answered', 'draft'] as const)(
    'changes nothing if its turn is already %s, and returns the recorded outcome',
    how => {
      const conversation = withOpenTurn()
      if (how === 'draft') conversation.agentPauses()
      conversation.botAnswers(1, ['first'])
      const again = conversation.botAnswers(1, ['second'])
      expect(again).toMatchObject({ changed: false, outcome: { status: 'closed', turn: { status: how } } })
    },
  )
  it('changes nothing if its turn is unknown', () => {
    const conversation = withOpenTurn()
    expect(conversation.botAnswers(7, ['what?'])).toMatchObject({ changed: false, outcome: { status: 'closed' } })
  })
  it('is never accepted with another epoch', () => {
    const conversation = withOpenTurn()
    expect(conversation.botAnswers(1, ['hm'], { epoch: 1 })).toMatchObject({
      changed: false,
      outcome: { status: 'withheld' },
    })
  })
  it('is accepted without a turn only in the current epoch', () => {
    const conversation = aConversation()
    expect(conversation.botAnswers(undefined, ['news']).outcome).toMatchObject({ status: 'accepted' })
    conversation.agentPauses()
    conversation.agentResumes()
    const late = conversation.botAnswers(undefined, ['old news'], { epoch: 0 })
    expect(late.outcome).toEqual({ status: 'withheld' })
    expect(late.entries).toMatchObject([{ kind: 'withheld', text: 'old news' }])
  })
  it('is withheld without a turn while people hold control, even in the current epoch', () => {
    const conversation = heldByAgent()
    expect(conversation.botAnswers(undefined, ['me too']).outcome).toEqual({ status: 'withheld' })
  })
  it('may be empty, and hides no later turn', () => {
    const conversation = aConversation()
    conversation.botAnswers(undefined, [], { id: 'r1' })
    const { outcome } = conversation.userSays('hello')
    expect(conversation.botAnswers(outcome.seq, ['hi']).outcome).toMatchObject({ status: 'accepted' })
  })
  it('may hand over: its messages come before the pause and belong to its epoch', () => {
    const conversation = withOpenTurn('all')
    conversation.botAnswers(1, ['I fetch somebody'], { handoff: { reason: 'angry', priority: 'high' } })
    expect(conversation.log.slice(1)).toMatchObject([
      { kind: 'message', text: 'I fetch somebody', epoch: 1 },
      { kind: 'paused', trigger: 'bot', reason: 'angry', priority: 'high', epoch: 1 },
    ])
    expect(conversation.claimsDelivery(2).outcome).toMatchObject({ status: 'claimed' })
  })
  it('becomes a draft after a bot-wide pause, and people take over', () => {
    const conversation = withOpenTurn()
    expect(conversation.botAnswers(1, ['well'], { botPaused: true }).outcome).toEqual({ status: 'withheld' })
    expect(conversation.kinds).toEqual(['message', 'paused', 'withheld'])
    expect(conversation.turn(1)).toEqual({ status: 'draft' })
  })
  it('waits for older open turns, and for no others, if turns are serial', () => {
    const conversation = withOpenTurn()
    conversation.userSays('hello?')
    expect(conversation.botAnswers(2, ['b'], { serial: true })).toMatchObject({
      changed: false,
      outcome: { status: 'waiting' },
    })
    expect(conversation.botAnswers(1, ['a'], { serial: true }).outcome).toMatchObject({ status: 'accepted' })
    expect(conversation.botAnswers(2, ['b'], { serial: true }).outcome).toMatchObject({ status: 'accepted' })
  })
})

describe('rule 3: every change of control holds all open turns, in the same commit', () => {
  it.each([
    ['a pause', (c: ReturnType<typeof withOpenTurn>) => c.agentPauses()],
    ['a failure of the bot', (c: ReturnType<typeof withOpenTurn>) => c.botFails(2)],
    [
      'a handoff in a reply',
      (c: ReturnType<typeof withOpenTurn>) => c.botAnswers(2, [], { handoff: { reason: 'x', priority: 'low' } }),
    ],
    ['the deadline of a turn', (c: ReturnType<typeof withOpenTurn>) => c.after(LEASE_MS + policy.turnGraceMs).ticks()],
  ])('leaves no turn open after %s', (_, takes) => {
    const conversation = withOpenTurn()
    conversation.userSays('and another thing')
    takes(conversation)
    expect(conversation.holder).toBe('human')
    expect(conversation.turn(1)).toEqual({ status: 'held' })
    expect(conversation.turn(2)?.status).not.toBe('open')
    expect(conversation.session.epoch).toBe(1)
    expect(conversation.log.at(-1)).toMatchObject({ kind: 'paused', held: expect.arrayContaining([1]) })
  })
})

describe('rule 4: a retried message', () => {
  it('waits for the result within the lease', () => {
    const conversation = withOpenTurn()
    const again = conversation.after(LEASE_MS - 1).userSays('where is my order?', { id: 'm1' })
    expect(again).toMatchObject({ changed: false, outcome: { seq: 1, duplicate: true, call: false } })
  })
  it('takes the turn over after the lease, with a lease of its own', () => {
    const conversation = withOpenTurn()
    const again = conversation.after(LEASE_MS).userSays('where is my order?', { id: 'm1' })
    expect(again.outcome).toMatchObject({
      seq: 1,
      duplicate: true,
      call: true,
      turn: { until: conversation.now + LEASE_MS },
    })
    expect(again.entries).toEqual([])
  })
  it('is answered from a closed turn, at any time', () => {
    const conversation = withOpenTurn()
    conversation.botAnswers(1, ['on its way'])
    const again = conversation.after(3 * LEASE_MS).userSays('where is my order?', { id: 'm1' })
    expect(again).toMatchObject({ changed: false, outcome: { call: false, turn: { status: 'answered', from: 2 } } })
  })
})

describe("rule 5: the turn's deadline", () => {
  it('is that of the oldest open turn, and causes a handoff when it passes', () => {
    const conversation = withOpenTurn()
    const due = conversation.now + LEASE_MS + policy.turnGraceMs
    expect(conversation.after(5_000).userSays('hello?').due).toBe(due)
    conversation.now = due - 1
    expect(conversation.ticks().changed).toBe(false)
    conversation.now = due
    expect(conversation.ticks().entries).toMatchObject([{ kind: 'paused', trigger: 'bot_failed', held: [1, 2] }])
  })
  it('takes effect before a late reply, which becomes a draft', () => {
    const conversation = withOpenTurn()
    const late = conversation.after(LEASE_MS + policy.turnGraceMs).botAnswers(1, ['sorry'])
    expect(late.outcome).toEqual({ status: 'withheld' })
    expect(late.entries.map(({ kind }) => kind)).toEqual(['paused', 'withheld'])
  })
})

describe('rule 6: pause and unpause carry ids', () => {
  it('a repeated pause answers that people still hold control', () => {
    const conversation = aConversation()
    conversation.agentPauses({ id: 'p1' })
    expect(conversation.agentPauses({ id: 'p1' })).toMatchObject({
      changed: false,
      outcome: { isPaused: true, changed: false, seq: 1 },
    })
  })
  it('a repeated pause does not pause again after an unpause', () => {
    const conversation = aConversation()
    conversation.agentPauses({ id: 'p1' })
    conversation.agentResumes()
    expect(conversation.agentPauses({ id: 'p1' })).toMatchObject({
      changed: false,
      outcome: { isPaused: false, seq: 1 },
    })
  })
  it('a repeated unpause does not end a later episode', () => {
    const conversation = heldByAgent()
    conversation.agentResumes({ id: 'x' })
    conversation.agentPauses()
    expect(conversation.agentResumes({ id: 'x' })).toMatchObject({
      changed: false,
      outcome: { isPaused: true, seq: 2 },
    })
  })
  it('a repeated unpause that changed nothing gets the same answer', () => {
    const conversation = aConversation()
    conversation.userSays('hello')
    expect(conversation.agentResumes({ id: 'x' }).outcome).toEqual({ isPaused: false, changed: false })
    expect(conversation.agentResumes({ id: 'x' }).outcome).toEqual({ isPaused: false, changed: false })
  })
})

describe('rule 7: delivery', () => {
  const withBotMessage = () => {
    const conversation = withOpenTurn('all')
    conversation.botAnswers(1, ['on its way'])
    return conversation
  }
  it('is claimed by one dispatcher at a time', () => {
    const conversation = withBotMessage()
    expect(conversation.claimsDelivery(2, 'one').outcome).toEqual({ status: 'claimed', attempts: 1 })
    expect(conversation.claimsDelivery(2, 'two').outcome).toEqual({ status: 'busy' })
    conversation.recordsDelivery(2, 'sent', 'one')
    expect(conversation.claimsDelivery(2, 'two').outcome).toEqual({ status: 'settled' })
  })
  it('is taken over after the lease, and the old claimant settles nothing', () => {
    const conversation = withBotMessage()
    conversation.claimsDelivery(2, 'one')
    expect(conversation.after(policy.deliveryLeaseMs).claimsDelivery(2, 'two').outcome).toEqual({
      status: 'claimed',
      attempts: 2,
    })
    expect(conversation.recordsDelivery(2, 'refused', 'one').changed).toBe(false)
  })
  it("stops for a bot's message after a change of control: one commit withholds it", () => {
    const conversation = withBotMessage()
    conversation.agentPauses()
    const stopped = conversation.claimsDelivery(2)
    expect(stopped.outcome).toEqual({ status: 'withheld' })
    expect(stopped.entries).toMatchObject([{ kind: 'withheld', of: 2 }])
    expect(conversation.claimsDelivery(2)).toMatchObject({ changed: false, outcome: { status: 'settled' } })
  })
  it('is recorded as unknown if it was interrupted and then withheld', () => {
    const conversation = withBotMessage()
    conversation.claimsDelivery(2)
    conversation.agentPauses()
    expect(conversation.after(policy.deliveryLeaseMs).claimsDelivery(2).entries).toMatchObject([
      { of: 2, delivery: 'unknown' },
    ])
  })
  it("continues for an agent's message after an unpause", () => {
    const conversation = heldByAgent('people')
    conversation.agentSays('hello')
    conversation.agentResumes()
    expect(conversation.claimsDelivery(2).outcome).toMatchObject({ status: 'claimed' })
  })
  it('is tried again after a temporary failure, and holds later messages back', () => {
    const conversation = heldByAgent('people')
    conversation.agentSays('one')
    conversation.agentSays('two')
    conversation.claimsDelivery(2)
    conversation.recordsDelivery(2, 'deferred')
    expect(conversation.claimsDelivery(3, 'another').outcome).toEqual({ status: 'busy' })
    expect(conversation.ticks().due).toBe(conversation.now + (policy.retryMs[0] ?? 0))
    conversation.after(policy.retryMs[0] ?? 0)
    expect(conversation.claimsDelivery(2, 'another').outcome).toEqual({ status: 'claimed', attempts: 2 })
  })
  it('is logged as undeliverable after a refusal, and lets the next message go', () => {
    const conversation = heldByAgent('people')
    conversation.agentSays('one')
    conversation.agentSays('two')
    conversation.claimsDelivery(2)
    expect(conversation.recordsDelivery(2, 'refused').entries).toMatchObject([{ kind: 'undeliverable', of: 2 }])
    expect(conversation.claimsDelivery(3).outcome).toMatchObject({ status: 'claimed' })
  })
  it('ends after the last try with an undeliverable entry', () => {
    const conversation = heldByAgent('people')
    conversation.agentSays('one')
    for (const waitMs of [...policy.retryMs, 0]) {
      expect(conversation.claimsDelivery(2).outcome).toMatchObject({ status: 'claimed' })
      conversation.recordsDelivery(2, 'deferred')
      conversation.after(waitMs)
    }
    expect(conversation.kinds.at(-1)).toBe('undeliverable')
    expect(conversation.claimsDelivery(2).outcome).toEqual({ status: 'settled' })
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
      const conversation = withOpenTurn(mode)
      conversation.botAnswers(1, ['answer'])
      conversation.botAnswers(undefined, ['of my own accord'])
      conversation.agentSays('hello')
      expect(conversation.log.slice(1).map(entry => 'deliver' in entry)).toEqual([answers, unasked, people])
      expect('deliver' in conversation.log[0]!).toBe(false)
    },
  )
  it('delivers the message that no agent came like a message of an agent', () => {
    const conversation = waiting('people')
    conversation.after(policy.giveUpMs).ticks()
    expect(conversation.log.at(-1)).toMatchObject({ by: { type: 'system' }, deliver: true })
  })
})

describe('rule 9: a cursor covers every entry up to it', () => {
  const withHiddenEntries = () => {
    const conversation = withOpenTurn()
    conversation.agentPauses()
    conversation.botAnswers(1, ['a draft'])
    conversation.agentNotes('a note')
    return conversation
  }
  it('frames for a user cover notes and drafts without showing them', () => {
    const conversation = withHiddenEntries()
    const [frame, ...more] = entryFrames('user', conversation.session, { after: 1, entries: conversation.log.slice(1) })
    expect(frame).toMatchObject({ after: 1, upto: 4, entries: [{ seq: 2, kind: 'paused' }], isPaused: true })
    expect(more).toEqual([])
  })
  it('frames move the cursor even if all their entries are hidden', () => {
    const conversation = withHiddenEntries()
    const frames = entryFrames('user', conversation.session, { after: 2, entries: conversation.log.slice(2) })
    expect(frames).toMatchObject([{ after: 2, upto: 4, entries: [] }])
  })
  it('frames for an agent show all entries', () => {
    const conversation = withHiddenEntries()
    const frames = entryFrames('agent', conversation.session, { after: 0, entries: conversation.log })
    expect(frames).toMatchObject([{ after: 0, upto: 4, entries: conversation.log }])
  })
  it('a user sees neither the id of the agent nor reason and priority of a pause', () => {
    const conversation = aConversation()
    conversation.agentPauses({ reason: 'swears', priority: 'urgent' })
    expect(asUserSees(conversation.log[0]!)).toEqual({
      ...{
        seq: 1,
        at: conversation.log[0]!.at,
        epoch: 1,
        kind: 'paused',
        episode: 1,
        priority: 'normal',
        trigger: 'agent',
      },
      by: { type: 'agent', name: ana.name },
    })
  })
  it('a user sees that the agent was taken off the conversation, but neither the id of the agent nor the reason', () => {
    const common = { kind: 'transferred', seq: 3, at: '2026-01-05T09:00:00.000Z', epoch: 1, episode: 1 } as const
    const transferred = { ...common, by: { type: 'system' }, from: ana, reason: 'did not answer in time' } as const
    expect(asUserSees(transferred)).toEqual({
      ...common,
      by: { type: 'system' },
      from: { type: 'agent', name: ana.name },
      reason: '',
    })
  })
  it('frames of at most 32 KB join without a gap, and only the last says who holds control', () => {
    const conversation = heldByAgent()
    for (let n = 0; n < 7; n++) conversation.agentSays('ü'.repeat(10_000))
    conversation.agentNotes('n')
    for (const reader of ['user', 'agent'] as const) {
      const frames = entryFrames(reader, conversation.session, { after: 0, entries: conversation.log })
      expect(frames.length).toBeGreaterThan(6)
      let cursor = 0
      for (const [index, frame] of frames.entries()) {
        expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThanOrEqual(MAX_FRAME_BYTES)
        if (frame.type !== 'entries') throw new Error('entries were asked for')
        expect(frame.after).toBe(cursor)
        expect('isPaused' in frame).toBe(index === frames.length - 1)
        cursor = frame.upto
      }
      expect(cursor).toBe(conversation.session.revision)
      const shown = frames.flatMap(frame => (frame.type === 'entries' ? frame.entries : []))
      expect(shown).toHaveLength(reader === 'agent' ? 9 : 8)
    }
  })
})
