import { describe, expect, it } from 'vitest'
import { aConversation, type TestConversation } from '../../test/support/conversation.ts'
import { ana } from '../../test/support/people.ts'
import { defaultPolicy, type Policy } from './policy.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

const told = ({ log }: TestConversation) =>
  log.flatMap(entry => (entry.kind === 'message' && entry.by.type === 'system' ? [entry.text] : []))

describe('a command of the user', () => {
  const given = (policy: Partial<Policy> = {}) => {
    const conversation = aConversation('none', { ...defaultPolicy, ...policy })
    conversation.userSays('hello', { id: 'm1' })
    conversation.agentPauses()
    return conversation
  }

  it.each(['/end', ' /END\n', '/End'])('gives the conversation back to the bot: %j', words => {
    const conversation = given()
    const { outcome, episodes } = conversation.userSays(words, { id: 'm2' })
    expect(conversation.kinds).toEqual(['message', 'paused', 'message', 'resumed'])
    expect(conversation.log.at(-2)).toMatchObject({ text: words, command: 'end' })
    expect(conversation.log.at(-1)).toMatchObject({ outcome: 'cancelled', by: { type: 'user', id: 'u1' } })
    expect(episodes).toMatchObject([{ ended: { seq: 4, outcome: 'cancelled' } }])
    // The bot does not answer the command.
    expect(outcome).toMatchObject({ turn: { status: 'held' }, call: false })
  })

  it.each(['please /end', '/ending', 'end'])('is the whole message, so people get %j', words => {
    const conversation = given()
    conversation.userSays(words)
    expect(conversation.holder).toBe('human')
    expect(conversation.log.at(-1)).not.toHaveProperty('command')
  })

  it('ends a wait, too', () => {
    const conversation = aConversation()
    conversation.userAsksForPerson()
    conversation.userSays('/end')
    expect(conversation.holder).toBe('bot')
  })

  it('never ends a later episode if it comes again', () => {
    const conversation = given()
    conversation.userSays('/end', { id: 'm2' })
    conversation.agentPauses()
    expect(conversation.userSays('/end', { id: 'm2' }).outcome).toMatchObject({ seq: 3, duplicate: true, call: false })
    expect(conversation.holder).toBe('human')
  })

  it('is an ordinary message while the bot has the conversation', () => {
    const conversation = aConversation()
    expect(conversation.userSays('/end').outcome).toMatchObject({ call: true, turn: { status: 'open' } })
  })

  it('is what the operator configured, or none', () => {
    const conversation = given({ endCommands: ['Zurück'] })
    conversation.userSays('/end')
    expect(conversation.holder).toBe('human')
    conversation.userSays('ZURÜCK')
    expect(conversation.holder).toBe('bot')
    const other = given({ endCommands: [] })
    other.userSays('/end')
    expect(other.holder).toBe('human')
  })
})

describe('the warning before a conversation ends by idleness', () => {
  const given = (policy: Partial<Policy> = {}) => {
    const conversation = aConversation('none', {
      ...defaultPolicy,
      idleMs: 10 * MINUTE,
      idleWarningMs: 2 * MINUTE,
      userTexts: { idleWarning: { en: 'Are you still there?' } },
      ...policy,
    })
    conversation.userSays('hello')
    conversation.agentPauses()
    conversation.agentSays('hi')
    return conversation
  }

  it('comes once, and the end follows', () => {
    const conversation = given()
    conversation.after(8 * MINUTE - 1).ticks()
    expect(told(conversation)).toEqual([])
    conversation.after(1).ticks()
    conversation.after(MINUTE).ticks()
    expect(told(conversation)).toEqual(['Are you still there?'])
    expect(conversation.after(MINUTE).ticks().entries).toMatchObject([{ kind: 'resumed', outcome: 'idle' }])
  })

  it.each(['user', 'agent'] as const)('comes again after a message of the %s and a new idle time', from => {
    const conversation = given()
    conversation.after(8 * MINUTE).ticks()
    if (from === 'user') conversation.userSays('yes')
    conversation.agentSays('good')
    expect(conversation.after(8 * MINUTE - 1).ticks().entries).toEqual([])
    conversation.after(1).ticks()
    expect(told(conversation)).toEqual(['Are you still there?', 'Are you still there?'])
  })

  it('does not come while the user waits for the agent', () => {
    const conversation = given()
    conversation.userSays('so?')
    expect(conversation.after(10 * MINUTE).ticks().entries).toMatchObject([{ kind: 'transferred', from: ana }])
    expect(told(conversation)).toEqual([])
  })

  it('gives its whole time to the user if the clock is late', () => {
    const conversation = given()
    conversation.after(60 * MINUTE).ticks()
    expect(told(conversation)).toEqual(['Are you still there?'])
    expect(conversation.after(2 * MINUTE - 1).ticks().entries).toEqual([])
    expect(conversation.after(1).ticks().entries).toMatchObject([{ kind: 'resumed', outcome: 'idle' }])
  })

  it('comes in the second half of the idle time at the earliest', () => {
    const conversation = given({ idleWarningMs: 60 * MINUTE })
    conversation.after(5 * MINUTE - 1).ticks()
    expect(told(conversation)).toEqual([])
    conversation.after(1).ticks()
    expect(told(conversation)).toHaveLength(1)
  })

  it.each<[string, Partial<Policy>]>([
    ['without a text', { userTexts: { idleWarning: null } }],
    ['without a time', { idleWarningMs: undefined as never }],
  ])('is off %s', (_, policy) => {
    const conversation = given(policy)
    expect(conversation.after(9 * MINUTE).ticks().entries).toEqual([])
    expect(conversation.after(MINUTE).ticks().entries).toMatchObject([{ kind: 'resumed', outcome: 'idle' }])
  })
})

describe('a conversation that begins to wait outside the hours', () => {
  // The conversations of these tests begin on Thursday, 1 January 2026, at 00:00 UTC.
  const hours = { timeZone: 'Europe/Berlin', days: { fri: [['08:00', '17:00']] }, holidays: [] } as never
  const given = (policy: Partial<Policy> = {}, language = 'de') => {
    const userTexts = { ...defaultPolicy.userTexts, waiting: { en: 'one moment' }, transferred: { en: 'moment' } }
    const conversation = aConversation('none', { ...defaultPolicy, hours, userTexts, ...policy })
    conversation.userSays('hello', { user: { language } })
    return conversation
  }

  it("tells the user when people are back, in the user's language and on the queue's clocks", () => {
    const conversation = given()
    conversation.userAsksForPerson()
    expect(told(conversation)).toEqual([
      'Unser Team ist gerade nicht da. Wieder erreichbar: Freitag, 2. Januar um 8:00',
    ])
  })

  it('tells so, too, if an agent gives the conversation back', () => {
    const conversation = given()
    conversation.agentPauses()
    conversation.do<'transfer'>({ verb: 'transfer', by: ana, ofOthers: false })
    expect(told(conversation)).toHaveLength(1)
  })

  it('has the hours of its queue', () => {
    const conversation = given({
      queues: { always: { hours: { ...(hours as object), days: { thu: [['00:00', '24:00']] } } as never } },
    })
    conversation.do<'pause'>({ verb: 'pause', by: { type: 'system' }, trigger: 'rule', queue: 'always' })
    expect(told(conversation)).toEqual(['one moment'])
  })

  it('leaves out the opening if there is none, and tells nothing if the text is null', () => {
    const closed = given({ hours: { ...(hours as object), days: {} } as never }, 'en')
    closed.userAsksForPerson()
    expect(told(closed)).toEqual(['Our team is away just now. Next opening:'])
    const silent = given({ userTexts: { waiting: { en: 'one moment' }, outOfHours: null } })
    silent.userAsksForPerson()
    expect(told(silent)).toEqual([])
  })
})
