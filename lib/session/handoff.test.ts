import { describe, expect, it } from 'vitest'
import { heldByAgent, type TestConversation, waiting, withOpenTurn } from '../../test/support/conversation.ts'
import { ana, ben } from '../../test/support/people.ts'
import { InterludeError } from '../protocol/problem.ts'
import { defaultPolicy as policy } from './policy.ts'

const claims = (conversation: TestConversation, by = ben, id?: string) =>
  conversation.do<'claim'>({ verb: 'claim', by, ...(id !== undefined && { id }) })
const transfers = (conversation: TestConversation, to: typeof ben | undefined, more: object = {}) =>
  conversation.do<'transfer'>({ verb: 'transfer', by: ana, ...(to && { to }), ofOthers: false, ...more })
const declines = (conversation: TestConversation, by = ben) =>
  conversation.do<'decline'>({ verb: 'decline', by, reason: 'I speak no Spanish' })

function refusalOf(command: () => unknown) {
  try {
    command()
  } catch (error) {
    if (error instanceof InterludeError) return { code: error.code, ...error.holder }
    throw error
  }
  return undefined
}

describe('claim', () => {
  it('assigns a waiting conversation', () => {
    const conversation = waiting()
    const { outcome, entries, episodes } = claims(conversation)
    expect(outcome).toEqual({ isPaused: true, changed: true, seq: 2 })
    expect(entries).toMatchObject([{ kind: 'assigned', agent: ben, episode: 1 }])
    expect(entries[0]).not.toHaveProperty('by')
    expect(episodes).toMatchObject([{ number: 1, agent: ben }])
  })

  it('changes nothing if the agent has the conversation already', () => {
    const conversation = heldByAgent()
    expect(claims(conversation, ana)).toMatchObject({ changed: false, outcome: { isPaused: true, changed: false } })
  })

  it('is refused if another agent or the bot has the conversation, and names them', () => {
    expect(refusalOf(() => claims(heldByAgent()))).toEqual({
      code: 'handoff.already_claimed',
      holder: 'human',
      agent: ana,
    })
    expect(refusalOf(() => claims(withOpenTurn()))).toEqual({ code: 'handoff.not_open', holder: 'bot' })
  })

  it('does not take the conversation again if it is repeated after a transfer', () => {
    const conversation = waiting()
    claims(conversation, ana, 'c1')
    transfers(conversation, ben)
    expect(claims(conversation, ana, 'c1')).toMatchObject({ changed: false, outcome: { changed: false, seq: 2 } })
    expect(conversation.session.control).toMatchObject({ handoff: { agent: ben } })
  })
})

describe('transfer', () => {
  it('gives the conversation to another agent in the same epoch', () => {
    const conversation = heldByAgent()
    const { epoch } = conversation.session
    const { entries, episodes } = transfers(conversation, ben, { reason: 'knows invoices' })
    expect(entries).toMatchObject([{ kind: 'transferred', by: ana, from: ana, to: ben, reason: 'knows invoices' }])
    expect(episodes).toMatchObject([{ agent: ben, assignedAt: conversation.now }])
    expect(conversation.session).toMatchObject({ epoch, control: { handoff: { status: 'assigned', agent: ben } } })
  })

  it('lets the conversation wait again without an agent', () => {
    const conversation = heldByAgent()
    const { due } = transfers(conversation, undefined)
    expect(conversation.session.control).toMatchObject({ handoff: { status: 'pending', alerts: 0 } })
    expect(due).toBe(conversation.now + policy.alertCheckMs)
  })

  it('assigns a waiting conversation, and says who did', () => {
    const conversation = waiting()
    expect(transfers(conversation, ben).entries).toMatchObject([{ kind: 'assigned', agent: ben, by: ana }])
  })

  it("is refused for another agent's conversation, except to a supervisor", () => {
    const conversation = heldByAgent()
    const takes = { by: ben, to: ben }
    expect(refusalOf(() => transfers(conversation, ben, takes))).toMatchObject({
      code: 'handoff.not_yours',
      agent: ana,
    })
    transfers(conversation, ben, { ...takes, ofOthers: true })
    expect(conversation.session.control).toMatchObject({ handoff: { agent: ben } })
  })

  it('stops the words of the agent who had the conversation', () => {
    const conversation = heldByAgent()
    transfers(conversation, ben)
    const late = () => conversation.agentSays('one more thing', { ifHeld: true })
    expect(refusalOf(late)).toEqual({ code: 'handoff.not_yours', holder: 'human', agent: ben })
  })

  it('changes nothing if the conversation is there already', () => {
    expect(transfers(waiting(), undefined)).toMatchObject({ changed: false })
    expect(transfers(heldByAgent(), ana)).toMatchObject({ changed: false })
  })
})

describe('decline', () => {
  it('tells the reason to other agents, and lets the conversation wait', () => {
    const conversation = waiting()
    const { entries, episodes } = declines(conversation)
    expect(entries).toMatchObject([{ kind: 'declined', by: ben, reason: 'I speak no Spanish', episode: 1 }])
    expect(episodes).toEqual([])
    expect(conversation.session.control).toMatchObject({ handoff: { status: 'pending' } })
  })

  it('lets a conversation wait again that the agent has', () => {
    const conversation = heldByAgent()
    expect(declines(conversation, ana).entries).toMatchObject([{ kind: 'transferred', from: ana }])
    expect(conversation.session.control).toMatchObject({ handoff: { status: 'pending' } })
  })

  it('is refused if another agent or the bot has the conversation', () => {
    expect(refusalOf(() => declines(heldByAgent()))).toMatchObject({ code: 'handoff.not_yours', agent: ana })
    expect(refusalOf(() => declines(withOpenTurn()))).toMatchObject({ code: 'handoff.not_open' })
  })
})

describe('the end of an episode', () => {
  it('is `cancelled` if the user ends it', () => {
    const conversation = waiting()
    expect(conversation.userResumes().entries).toMatchObject([{ kind: 'resumed', outcome: 'cancelled' }])
  })

  it('is `idle` if the user stays silent, and `expired` if no agent came', () => {
    const silent = heldByAgent()
    silent.agentSays('anything else?')
    expect(silent.after(policy.idleMs).ticks().entries[0]).toMatchObject({ kind: 'resumed', outcome: 'idle' })
    expect(waiting().after(policy.giveUpMs).ticks().entries[0]).toMatchObject({ kind: 'resumed', outcome: 'expired' })
  })
})
