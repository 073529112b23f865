import { describe, expect, it } from 'vitest'
import { heldByAgent, type TestConversation, waiting, withOpenTurn } from '../../test/support/conversation.ts'
import { ana, ben } from '../../test/support/people.ts'
import { InterludeError } from '../protocol/problem.ts'
import { countedAgentOf, seatingOf } from './seats.ts'

const FULL = { load: 5, capacity: 5 }
const FREE = { load: 4, capacity: 5 }

function refusalOf(command: () => unknown) {
  try {
    command()
  } catch (error) {
    if (error instanceof InterludeError) return { code: error.code, room: error.room, words: error.message }
    throw error
  }
  return undefined
}

const claims = (conversation: TestConversation, room: typeof FULL) =>
  conversation.do<'claim'>({ verb: 'claim', by: ben, room })
const transfers = (conversation: TestConversation, room: typeof FULL) =>
  conversation.do<'transfer'>({ verb: 'transfer', by: ana, to: ben, ofOthers: false, room })

describe('an agent who has as many conversations as they may have', () => {
  it('can claim no other one, and is told how many they have', () => {
    expect(refusalOf(() => claims(waiting(), FULL))).toEqual({
      code: 'agent.at_capacity',
      room: FULL,
      words: 'the agent has 5 of at most 5 conversations, so you did not take it',
    })
    expect(claims(waiting(), FREE)).toMatchObject({ changed: true, capacity: 5 })
  })

  it('can be given no other one, whether it waits or a colleague has it', () => {
    for (const conversation of [waiting(), heldByAgent()]) {
      expect(refusalOf(() => transfers(conversation, FULL))).toMatchObject({ code: 'agent.at_capacity', room: FULL })
      expect(transfers(conversation, FREE)).toMatchObject({ changed: true, capacity: 5 })
    }
  })

  it('cannot write into one that waits', () => {
    expect(refusalOf(() => waiting().agentSays('hello', { room: FULL }))).toMatchObject({ code: 'agent.at_capacity' })
    expect(waiting().agentSays('hello', { room: FREE })).toMatchObject({ changed: true, capacity: 5 })
  })

  it('goes on writing in those that they have, and beside the bot', () => {
    expect(heldByAgent().agentSays('hello', { room: FULL }).entries).toMatchObject([{ kind: 'message' }])
    expect(withOpenTurn().agentSays('hello', { room: FULL }).entries).toMatchObject([{ kind: 'message' }])
  })

  it('still stops the bot, and the conversation waits for another agent', () => {
    const conversation = withOpenTurn()
    const { outcome, entries } = conversation.agentPauses({ room: FULL })
    expect(outcome).toMatchObject({ isPaused: true, changed: true })
    expect(entries).toMatchObject([
      { kind: 'paused', by: ana, held: [1] },
      { kind: 'transferred', by: { type: 'system' }, from: ana },
    ])
    expect(conversation.session).toMatchObject({ epoch: 1, control: { handoff: { status: 'pending' } } })
    expect(conversation.botAnswers(1, ['late'], { epoch: 0 }).outcome).toEqual({ status: 'withheld' })
  })

  it('has every message that they sent elsewhere in the log, and the bot is stopped by it', () => {
    const held = waiting()
    const elsewhere = { sentElsewhere: { pauses: true }, room: FULL }
    expect(held.agentSays('by phone', elsewhere).entries).toMatchObject([{ kind: 'message' }])
    expect(held.session.control).toMatchObject({ handoff: { status: 'pending' } })
    const free = withOpenTurn()
    expect(free.agentSays('by phone', elsewhere).entries).toMatchObject([
      { kind: 'paused' },
      { kind: 'transferred' },
      { kind: 'message' },
    ])
    expect(free.session.control).toMatchObject({ handoff: { status: 'pending' } })
  })

  it('is not refused what changes nothing', () => {
    const conversation = heldByAgent()
    const again = conversation.do<'claim'>({ verb: 'claim', by: ana, room: FULL })
    expect(again).toMatchObject({ changed: false, outcome: { changed: false } })
    const there = conversation.do<'transfer'>({ verb: 'transfer', by: ana, to: ana, ofOthers: false, room: FULL })
    expect(there).toMatchObject({ changed: false })
  })
})

describe('the load of an agent', () => {
  it('changes with the commit that gives or takes a conversation', () => {
    const conversation = waiting()
    expect(seatingOf(claims(conversation, FREE))).toEqual({ to: { id: ben.id, at: conversation.now, capacity: 5 } })
    const by = ben
    const toAna = conversation.do<'transfer'>({ verb: 'transfer', by, to: ana, ofOthers: false })
    expect(seatingOf(toAna)).toEqual({ from: ben.id, to: { id: ana.id, at: conversation.now } })
    expect(seatingOf(conversation.agentSays('hello'))).toBeUndefined()
    expect(seatingOf(conversation.agentResumes())).toEqual({ from: ana.id })
  })

  it('does not include a conversation of somebody who is no agent, or has no id', () => {
    for (const by of [{ type: 'agent' }, { type: 'bot', id: 'key_1' }] as const) {
      const conversation = waiting()
      const { session } = conversation.do<'claim'>({ verb: 'claim', by })
      expect(countedAgentOf(session)).toBeUndefined()
    }
  })

  it('is not lessened by a conversation that it does not include', () => {
    const conversation = heldByAgent()
    const { control } = conversation.session
    if (control.holder !== 'human' || control.handoff.status !== 'assigned') throw new Error('an agent has it')
    const { counted: _counted, ...handoff } = control.handoff
    conversation.session = { ...conversation.session, control: { ...control, handoff } }
    expect(seatingOf(conversation.agentResumes())).toBeUndefined()
  })
})

describe('a conversation that is taken from an agent who is gone', () => {
  const takenFrom = (conversation: TestConversation, from = ana.id ?? '') =>
    conversation.do<'transfer'>({ verb: 'transfer', by: { type: 'system' }, from, inFront: true, ofOthers: true })

  it('has the place of the start of its episode', () => {
    const conversation = heldByAgent()
    const { now } = conversation
    takenFrom(conversation.after(60_000))
    const handoff = { status: 'pending', since: now + 60_000, place: now }
    expect(conversation.session.control).toMatchObject({ handoff })
  })

  it('stays where it is if another agent has it, nobody, or the bot', () => {
    expect(takenFrom(heldByAgent(), 'eva')).toMatchObject({ changed: false })
    expect(takenFrom(waiting())).toMatchObject({ changed: false })
    expect(refusalOf(() => takenFrom(withOpenTurn()))).toMatchObject({ code: 'handoff.not_open' })
  })
})
