import { describe, expect, it } from 'vitest'
import { aConversation, type TestConversation } from '../../test/support/conversation.ts'
import { ana, ben } from '../../test/support/people.ts'
import { defaultPolicy, type Policy } from './policy.ts'
import { episodeId } from './session.ts'

const policy: Policy = { ...defaultPolicy, rating: true }
const OPEN_UNTIL = Date.UTC(2026, 0, 8)

/** A conversation of a bot that asks for ratings. */
function given(more: Partial<Policy> = {}): TestConversation {
  const conversation = aConversation('none', { ...policy, ...more })
  conversation.userSays('hello')
  return conversation
}

/** The same after an agent has had it. */
function ended(more: Partial<Policy> = {}): TestConversation {
  const conversation = given(more)
  conversation.agentPauses()
  conversation.agentResumes()
  return conversation
}

const refused = (code: string) => expect.objectContaining({ code })

describe('the question for a rating', () => {
  it('is part of the end, in the log and in the record', () => {
    const conversation = ended()
    expect(conversation.log.at(-1)).toMatchObject({ kind: 'resumed', rateUntil: '2026-01-08T00:00:00.000Z' })
    expect(conversation.records.get(1)).toMatchObject({ ended: { rateUntil: OPEN_UNTIL } })
  })

  it.each(['/end', undefined])('also follows an end by the user: %j', words => {
    const conversation = given()
    conversation.agentPauses()
    if (words === undefined) conversation.userResumes()
    else conversation.userSays(words)
    expect(conversation.log.at(-1)).toHaveProperty('rateUntil')
  })

  it('is not asked if the operator did not configure it', () => {
    const conversation = ended({ rating: false })
    expect(conversation.log.at(-1)).not.toHaveProperty('rateUntil')
    expect(conversation.records.get(1)?.ended).not.toHaveProperty('rateUntil')
  })

  it('is asked as the queue says', () => {
    for (const rating of [true, false]) {
      const conversation = given({ rating: !rating, queues: { sales: { rating } } })
      conversation.agentPauses({ queue: 'sales' })
      conversation.agentResumes()
      expect('rateUntil' in (conversation.log.at(-1) ?? {})).toBe(rating)
    }
  })

  it('is not asked if no agent had the conversation', () => {
    const conversation = given()
    conversation.userAsksForPerson()
    conversation.after(policy.giveUpMs).ticks()
    expect(conversation.log.find(({ kind }) => kind === 'resumed')).not.toHaveProperty('rateUntil')
  })

  it('is asked if an agent had the conversation and let it wait again, through each queue', () => {
    const conversation = given({ queues: { sales: {}, support: {} } })
    conversation.agentPauses()
    conversation.do<'transfer'>({ verb: 'transfer', by: ana, queue: 'sales', ofOthers: false })
    conversation.do<'transfer'>({ verb: 'transfer', by: ben, queue: 'support', ofOthers: false })
    conversation.after(policy.giveUpMs).ticks()
    expect(conversation.log.find(({ kind }) => kind === 'resumed')).toHaveProperty('rateUntil')
  })

  it('makes no waiting conversation grow whose bot asks for no rating', () => {
    const conversation = given({ rating: false })
    conversation.agentPauses()
    conversation.do<'transfer'>({ verb: 'transfer', by: ana, ofOthers: false })
    expect(conversation.session.control).not.toMatchObject({ handoff: { hadAgent: true } })
  })

  describe('as a text', () => {
    const userTexts = { rating: { en: 'Rate us: https://shop.example/rate?of={{episodeId}}' } }
    const told = ({ log }: TestConversation) =>
      log.flatMap(entry => (entry.kind === 'message' && entry.by.type === 'system' ? [entry] : []))
    const on = (channel: string, more: Partial<Policy> = {}) => {
      const conversation = given({ userTexts, ...more })
      conversation.session = { ...conversation.session, channel, delivery: 'all' }
      conversation.agentPauses()
      conversation.agentResumes()
      return conversation
    }

    it('names the episode, and goes to the channel', () => {
      const conversation = on('sms')
      const text = `Rate us: https://shop.example/rate?of=${episodeId(conversation.session, 1)}`
      expect(told(conversation)).toMatchObject([{ text, deliver: true }])
    })

    it('does not come where the user sees stars', () => {
      expect(told(on('web'))).toEqual([])
    })

    it('comes neither without a rating nor with null', () => {
      expect(told(on('sms', { rating: false }))).toEqual([])
      expect(told(on('sms', { userTexts: { rating: null } }))).toEqual([])
    })
  })
})

describe('a rating', () => {
  it('is written into the log and into the record of the episode', () => {
    const conversation = ended()
    const { outcome } = conversation.userRates(4, { comment: 'quick', id: 'r1' })
    const rating = { seq: 4, at: conversation.now, stars: 4, comment: 'quick', clientId: 'r1' }
    expect(outcome).toEqual({ episode: 1, rating, duplicate: false })
    expect(conversation.log.at(-1)).toMatchObject({ kind: 'rated', seq: 4, stars: 4, comment: 'quick', episode: 1 })
    expect(conversation.records.get(1)).toMatchObject({ startedSeq: 2, ended: { outcome: 'returned' }, rating })
  })

  it('changes nothing if it comes again, with the same words or the same id', () => {
    const conversation = ended()
    const { outcome } = conversation.userRates(4, { comment: 'quick', id: 'r1' })
    for (const [stars, again] of [
      [4, { comment: 'quick' }],
      [1, { id: 'r1' }],
    ] as const) {
      const repeated = conversation.after(policy.rateWithinMs).userRates(stars, again)
      expect(repeated).toMatchObject({ changed: false, outcome: { ...outcome, duplicate: true } })
    }
  })

  it.each([
    ['stars', 5, { comment: 'quick' }],
    ['comment', 4, {}],
  ])('is given once: another one with other %s is refused', (_, stars, more) => {
    const conversation = ended()
    conversation.userRates(4, { comment: 'quick', id: 'r1' })
    expect(() => conversation.userRates(stars, { ...more, id: 'r2' })).toThrow(refused('rating.given'))
    expect(conversation.kinds.filter(kind => kind === 'rated')).toHaveLength(1)
  })

  it('is taken until its time is over', () => {
    const conversation = ended().after(policy.rateWithinMs - 1)
    expect(conversation.userRates(5).changed).toBe(true)
    const late = ended().after(policy.rateWithinMs)
    expect(() => late.userRates(5)).toThrow(refused('rating.not_open'))
  })

  it('is refused while the episode goes on, and without one', () => {
    const conversation = given()
    expect(() => conversation.userRates(5)).toThrow(refused('rating.not_open'))
    conversation.agentPauses()
    expect(() => conversation.userRates(5)).toThrow(refused('rating.not_open'))
    expect(() => conversation.userRates(5, { episode: 1 })).toThrow(refused('rating.not_open'))
  })

  it('is refused if the user was not asked, whatever is configured since', () => {
    const conversation = ended({ rating: false })
    const { session, records, now } = conversation
    const later = aConversation('none', policy)
    Object.assign(later, { session, records, now })
    expect(() => later.userRates(5)).toThrow(refused('rating.not_open'))
  })

  it('belongs to the newest episode that has ended, also while people have the conversation again', () => {
    const conversation = ended()
    conversation.agentPauses()
    expect(conversation.userRates(3).outcome).toMatchObject({ episode: 1 })
    conversation.agentResumes()
    expect(conversation.userRates(2).outcome).toMatchObject({ episode: 2 })
    // The same words again are known, and change nothing.
    expect(conversation.userRates(3, { episode: 1 }).outcome).toMatchObject({ episode: 1, duplicate: true })
  })

  it('does not reach an earlier episode', () => {
    const conversation = ended()
    conversation.agentPauses()
    conversation.agentResumes()
    expect(() => conversation.userRates(5, { episode: 1 })).toThrow(refused('rating.not_open'))
  })

  it('does not remember its command in the state of the conversation', () => {
    const conversation = ended()
    const { recent } = conversation.session
    expect(conversation.userRates(5, { id: 'r1' }).session.recent).toBe(recent)
  })
})
