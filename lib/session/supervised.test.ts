import { describe, expect, it } from 'vitest'
import { minutes } from '../../test/support/clock.ts'
import { aConversation, heldByAgent, withOpenTurn, withProposal } from '../../test/support/conversation.ts'
import { ana, ben } from '../../test/support/people.ts'
import { asUserSees } from '../protocol/as-user-sees.ts'
import { InterludeError } from '../protocol/problem.ts'
import { isListed, waitingSince } from './listed.ts'
import { defaultPolicy } from './policy.ts'
import { MAX_OPEN_TURNS } from './recent.ts'
import { REMEMBERED_REVIEWS, untoldReviews } from './reviews.ts'

/** The code, and the facts about the review, with which a command is refused. */
function refusalOf(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    if (error instanceof InterludeError) return { code: error.code, ...error.review }
    throw error
  }
  return 'not refused'
}
const system = { type: 'system' } as const
const shown = (conversation: ReturnType<typeof aConversation>) =>
  conversation.log.flatMap(entry => asUserSees(entry) ?? []).filter(({ kind }) => kind === 'message')

describe('supervision', () => {
  it('begins without a new epoch, and leaves open turns open', () => {
    const conversation = withOpenTurn()
    const { outcome } = conversation.agentSupervises({ reason: 'new bot' })
    expect(outcome).toEqual({ isPaused: false, changed: true, seq: 2 })
    expect(conversation.session).toMatchObject({ epoch: 0, control: { holder: 'supervised', seq: 2, by: ana } })
    expect(conversation.log[1]).toMatchObject({ kind: 'supervised', by: ana, on: true, reason: 'new bot' })
    expect(conversation.turn(1)).toMatchObject({ status: 'open' })
  })
  it('begins once', () => {
    const conversation = withOpenTurn()
    conversation.agentSupervises()
    expect(conversation.agentSupervises({ by: ben }).outcome).toEqual({ isPaused: false, changed: false, seq: 2 })
  })
  it('is refused while people hold the conversation', () => {
    expect(refusalOf(() => heldByAgent().agentSupervises())).toEqual({ code: 'handoff.open' })
  })
  it('asks the bot about a message of the user', () => {
    const conversation = aConversation()
    conversation.agentSupervises()
    expect(conversation.userSays('hello').outcome).toMatchObject({ call: true, turn: { status: 'open' } })
  })
  it('ends by an agent, and not by the user or the bot', () => {
    const conversation = aConversation()
    conversation.agentSupervises()
    for (const by of [{ type: 'user' }, { type: 'bot' }] as const) {
      expect(conversation.agentResumes({ by }).outcome).toEqual({ isPaused: false, changed: false })
    }
    expect(conversation.holder).toBe('supervised')
    conversation.agentResumes()
    expect(conversation.session).toMatchObject({ epoch: 0, episodes: 0, control: { holder: 'bot' } })
    expect(conversation.log.at(-1)).toMatchObject({ kind: 'supervised', on: false })
  })
  it('does not end while a reply waits, since its user would get no answer', () => {
    expect(refusalOf(() => withProposal().agentResumes())).toEqual({ code: 'review.waiting' })
  })
})

describe('a reply of a supervised bot', () => {
  it('waits for a decision, and shows the user nothing', () => {
    const conversation = withProposal()
    const { now, session } = conversation
    expect(conversation.log.slice(2)).toMatchObject([{ kind: 'proposed', inReplyTo: 1, text: 'on its way' }])
    const turn = { status: 'review', from: 3, upTo: 3, since: now, until: now + defaultPolicy.reviewMs }
    expect(conversation.turn(1)).toEqual(turn)
    expect(shown(conversation)).toHaveLength(1)
    expect(session.preview).toMatchObject({ text: 'where is my order?' })
  })
  it('makes the conversation wait in the inbox', () => {
    const { session, now } = withProposal()
    expect(isListed(session, { status: 'pending' })).toBe(true)
    expect(waitingSince(session)).toBe(now)
    const idle = aConversation()
    idle.agentSupervises()
    expect(isListed(idle.session, { status: 'pending' })).toBe(false)
    expect(isListed(idle.session, { status: 'paused' })).toBe(true)
  })
  it('of an earlier call waits too: what was asked before supervision is decided under it', () => {
    const conversation = withOpenTurn('all')
    conversation.agentSupervises()
    expect(conversation.botAnswers(1, ['now'], { epoch: 0 }).outcome).toMatchObject({ status: 'proposed' })
    expect(conversation.session.newestOutgoing).toBeUndefined()
  })
  it('that answers nothing waits as a review of its own', () => {
    const conversation = aConversation()
    conversation.agentSupervises()
    conversation.botAnswers(undefined, ['your order is here', 'anything else?'])
    expect(conversation.turn(2)).toMatchObject({ status: 'review', from: 2, upTo: 3 })
    conversation.agentApproves(2, 'your order is here')
    expect(conversation.log.at(-2)).toEqual(expect.not.objectContaining({ inReplyTo: expect.anything() }))
  })
  it('without words needs no decision', () => {
    const conversation = withOpenTurn()
    conversation.agentSupervises()
    expect(conversation.botAnswers(1, []).outcome).toMatchObject({ status: 'accepted' })
  })
  it('that asks for a person gives people the conversation at once, and stays a draft', () => {
    const conversation = withOpenTurn()
    conversation.agentSupervises()
    const { outcome } = conversation.botAnswers(1, ['one moment'], { handoff: { reason: 'angry', priority: 'high' } })
    expect(outcome).toEqual({ status: 'withheld' })
    expect(conversation.kinds).toEqual(['message', 'supervised', 'paused', 'withheld'])
    expect(conversation.turn(1)).toEqual({ status: 'draft' })
    expect(shown(conversation)).toHaveLength(1)
  })
  it('is withheld if the whole bot is paused', () => {
    const conversation = withOpenTurn()
    conversation.agentSupervises()
    expect(conversation.botAnswers(1, ['hi'], { botPaused: true }).outcome).toEqual({ status: 'withheld' })
    expect(conversation.holder).toBe('human')
  })
  it('is not taken without end', () => {
    const conversation = aConversation()
    conversation.agentSupervises()
    for (let n = 0; n < MAX_OPEN_TURNS; n++) conversation.botAnswers(undefined, [`news ${n}`])
    expect(refusalOf(() => conversation.botAnswers(undefined, ['more']))).toEqual({ code: 'session.busy' })
    expect(refusalOf(() => conversation.userSays('hello'))).toEqual({ code: 'session.busy' })
    expect(conversation.session.recent.filter(({ turn }) => turn?.status === 'review')).toHaveLength(MAX_OPEN_TURNS)
  })
})

describe('an approval', () => {
  it('sends the reply as it is, and says by whom to agents only', () => {
    const conversation = withProposal('people')
    expect(conversation.agentApproves(1, 'on its way').outcome).toEqual({ status: 'sent', seq: 4, duplicate: false })
    const [message, reviewed] = conversation.log.slice(3)
    expect(message).toMatchObject({ by: { type: 'bot' }, inReplyTo: 1, approvedBy: ana, deliver: true })
    expect(reviewed).toMatchObject({ kind: 'reviewed', of: 3, outcome: 'sent', by: ana })
    expect(conversation.turn(1)).toEqual({ status: 'answered', from: 4, upTo: 4 })
    expect(shown(conversation)[1]).not.toHaveProperty('approvedBy')
  })
  it('sends other words, and marks them as edited', () => {
    const conversation = withProposal()
    conversation.agentApproves(3, 'it arrives on Monday', { edited: true })
    expect(conversation.log.slice(3)).toMatchObject([{ edited: true }, { outcome: 'edited' }])
  })
  it('happens once for each id', () => {
    const conversation = withProposal()
    conversation.agentApproves(1, 'on its way', { id: 'a1' })
    const again = conversation.agentApproves(1, 'on its way', { id: 'a1' })
    expect(again).toMatchObject({ changed: false, outcome: { status: 'sent', seq: 4, duplicate: true } })
  })
  it.each([
    ['approved', 'sent', ana],
    ['answered instead', 'answered', ana],
    ['taken by a pause', 'withheld', ana],
  ] as const)('is refused once the reply was %s, and names who did it', (how, outcome, by) => {
    const conversation = withProposal()
    if (how === 'approved') conversation.agentApproves(1, 'on its way')
    else if (how === 'answered instead') conversation.agentSays('I look', { insteadOf: 3 })
    else conversation.agentPauses()
    const closed = { code: 'review.closed', outcome, by }
    expect(refusalOf(() => conversation.agentApproves(1, 'on its way', { by: ben }))).toEqual(closed)
    expect(refusalOf(() => conversation.agentApproves(3, 'other', { by: ben, edited: true }))).toEqual(closed)
    expect(refusalOf(() => conversation.agentSays('me too', { by: ben, insteadOf: 1 }))).toEqual(closed)
  })
  it('of no known reply is refused', () => {
    expect(refusalOf(() => withProposal().agentApproves(9, 'hm'))).toEqual({ code: 'review.closed' })
  })
  it('of a reply that the caller did not find is to be tried again', () => {
    expect(refusalOf(() => withProposal().agentApproves(1, '', { replies: [] }))).toEqual({ code: 'session.busy' })
  })
  it('by the system comes only after the deadline, and never for a paused bot', () => {
    const conversation = withProposal('none', { ...defaultPolicy, reviewThen: 'send' })
    expect(conversation.agentApproves(1, 'on its way', { by: system }).outcome).toEqual({ status: 'early' })
    conversation.after(defaultPolicy.reviewMs)
    expect(conversation.agentApproves(1, 'on its way', { by: system, botPaused: true }).outcome).toEqual({
      status: 'withheld',
    })
    expect(conversation.session.control).toMatchObject({ holder: 'human', trigger: 'bot_paused' })
  })
})

describe('an answer in place of a reply', () => {
  it('closes the turn with the words of the agent', () => {
    const conversation = withProposal()
    conversation.agentSays('I look for it', { insteadOf: 3 })
    expect(conversation.log.slice(3)).toMatchObject([
      { kind: 'message', by: ana, inReplyTo: 1 },
      { kind: 'reviewed', of: 3, outcome: 'answered', by: ana },
    ])
    expect(conversation.turn(1)).toEqual({ status: 'answered', from: 4, upTo: 4 })
  })
  it('is only another message if it names no reply', () => {
    const conversation = withProposal()
    conversation.agentSays('one moment')
    expect(conversation.turn(1)).toMatchObject({ status: 'review' })
  })
})

describe('a pause of a supervised conversation', () => {
  it('keeps the replies that wait as drafts, and leaves their messages unanswered for the handback', () => {
    const conversation = withProposal()
    conversation.userSays('hello?', { id: 'm2' })
    conversation.agentPauses()
    expect(conversation.log.at(-1)).toMatchObject({ kind: 'paused', held: [1, 4] })
    expect([conversation.turn(1), conversation.turn(4)]).toEqual([{ status: 'draft' }, { status: 'held' }])
    expect(conversation.session.epoch).toBe(1)
  })
  it('does not stop what an agent approved, but what the deadline sent', () => {
    const policy = { ...defaultPolicy, reviewThen: 'send' } as const
    const conversation = withProposal('all', policy)
    conversation.after(policy.reviewMs)
    conversation.agentApproves(1, 'on its way', { by: system })
    conversation.agentPauses()
    expect(conversation.claimsDelivery(4).outcome).toEqual({ status: 'withheld' })
  })
})

describe('the deadline of a reply', () => {
  it('gives people the conversation', () => {
    const conversation = withProposal()
    const due = conversation.session.lastEventAt + defaultPolicy.reviewMs
    expect(conversation.after(defaultPolicy.reviewMs - 1).ticks().due).toBe(due)
    conversation.after(1).ticks()
    expect(conversation.session.control).toMatchObject({ holder: 'human', trigger: 'review_overdue' })
    expect(conversation.turn(1)).toEqual({ status: 'draft' })
  })
  it('leaves the system time to send it, and gives people the conversation if that fails', () => {
    const policy = { ...defaultPolicy, reviewThen: 'send' } as const
    const conversation = withProposal('none', policy)
    expect(conversation.after(policy.reviewMs + policy.reviewGraceMs - 1).ticks().changed).toBe(false)
    conversation.after(1).ticks()
    expect(conversation.holder).toBe('human')
  })
})

describe('the closed reviews', () => {
  it('go with the next message of the user, until the bot has answered it', () => {
    const conversation = withProposal()
    conversation.agentApproves(1, 'tomorrow', { edited: true })
    conversation.userSays('thanks', { id: 'm2' })
    const closed = { seq: 5, proposed: 3, of: 1, outcome: 'edited', by: ana, sent: { from: 4, upTo: 4 } }
    expect(untoldReviews(conversation.session, 6)).toEqual([closed])
    conversation.botAnswers(6, ['welcome'])
    expect(conversation.session.reviewed).toEqual([{ ...closed, told: true }])
    conversation.userSays('bye', { id: 'm3' })
    expect(untoldReviews(conversation.session, 8)).toEqual([])
  })
  it('go again with a later message if the bot did not answer', () => {
    const conversation = withProposal()
    conversation.agentPauses()
    conversation.agentResumes()
    conversation.userSays('hello', { id: 'm2' })
    expect(untoldReviews(conversation.session, 6)).toMatchObject([{ outcome: 'withheld', of: 1 }])
    conversation.botAcknowledges(6)
    expect(untoldReviews(conversation.session, 9)).toEqual([])
  })
  it('are remembered up to a limit', () => {
    const conversation = aConversation()
    conversation.agentSupervises()
    for (let n = 0; n <= REMEMBERED_REVIEWS; n++) conversation.botAnswers(undefined, [`news ${n}`])
    conversation.after(minutes(1)).agentPauses()
    expect(conversation.session.reviewed).toHaveLength(REMEMBERED_REVIEWS)
  })
})
