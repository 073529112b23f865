import { describe, expect, it } from 'vitest'
import { userIs } from '../../test/support/commands.ts'
import { aConversation, bot, heldByAgent, LEASE_MS, waiting, withOpenTurn } from '../../test/support/conversation.ts'
import { ana, ben } from '../../test/support/people.ts'
import { MAX_ENTRY_BYTES } from '../protocol/message.ts'
import type { CommandOf } from './commands.ts'
import { checkSize } from './entry-size.ts'
import { noAlertBecause } from './no-alert.ts'
import { defaultPolicy as policy } from './policy.ts'
import { REMEMBERED_COMMANDS } from './recent.ts'
import { MAX_TAIL_BYTES } from './tail.ts'

describe('say', () => {
  it('assigns a pending handoff to the first agent who speaks', () => {
    const conversation = waiting()
    const { entries, episodes } = conversation.agentSays('I am here')
    expect(entries).toMatchObject([{ kind: 'assigned', agent: ana }, { kind: 'message' }])
    expect(episodes).toMatchObject([{ number: 1, agent: ana, assignedAt: conversation.now }])
    expect(conversation.session.control).toMatchObject({ handoff: { status: 'assigned', agent: ana } })
  })
  it('does not take a handoff from its assigned agent', () => {
    const conversation = heldByAgent()
    conversation.agentSays('me too', { by: ben })
    expect(conversation.session.control).toMatchObject({ handoff: { agent: ana } })
  })
  it('leaves control and the open turn to the bot', () => {
    const conversation = withOpenTurn()
    conversation.agentSays('psst')
    expect(conversation.holder).toBe('bot')
    expect(conversation.turn(1)).toMatchObject({ status: 'open' })
  })
  it('logs a repeated message once', () => {
    const conversation = heldByAgent()
    conversation.agentSays('hello', { id: 's1' })
    expect(conversation.agentSays('hello', { id: 's1' })).toMatchObject({
      changed: false,
      outcome: { seq: 2, duplicate: true },
    })
  })
})

describe('the deadlines of an episode', () => {
  it('move with each message, and not with notes', () => {
    const conversation = heldByAgent()
    conversation.after(1_000).userSays('hello?')
    const { due } = conversation.after(1_000).agentSays('yes')
    expect(due).toBe(conversation.now + policy.idleMs)
    expect(conversation.after(1_000).agentNotes('n').due).toBe(due)
  })
  it('make the handoff pending again if its agent stays silent, and log the transfer', () => {
    const conversation = heldByAgent()
    conversation.userSays('hello?')
    const { entries, episodes } = conversation.after(policy.idleMs).ticks()
    expect(entries).toMatchObject([{ kind: 'transferred', from: ana, episode: 1 }])
    expect(episodes).toHaveLength(1)
    expect(episodes[0]).not.toHaveProperty('agent')
    expect(conversation.session.control).toMatchObject({ handoff: { status: 'pending', alerts: 0 } })
  })
  it('return control to the bot if the user stays silent', () => {
    const conversation = heldByAgent()
    conversation.agentSays('anything else?')
    expect(conversation.after(policy.idleMs).ticks().entries).toMatchObject([{ kind: 'resumed', outcome: 'idle' }])
    expect(conversation.holder).toBe('bot')
  })
  it('give up a pending handoff, and send the user a message', () => {
    const conversation = waiting()
    const { entries, episodes } = conversation.after(policy.giveUpMs).ticks()
    expect(entries).toMatchObject([
      { kind: 'resumed', outcome: 'expired', by: { type: 'system' } },
      { kind: 'message', by: { type: 'system' }, text: policy.userTexts.expired?.en },
    ])
    expect(episodes).toMatchObject([{ number: 1, ended: { seq: 2, outcome: 'expired' } }])
  })
})

describe('the alerts of a handoff', () => {
  type Result = CommandOf<'recordAlert'>['result']
  const record = (conversation: ReturnType<typeof waiting>, result: Result, { episode = 1, alerts = 0 } = {}) =>
    conversation.do<'recordAlert'>({ verb: 'recordAlert', episode, alerts, result })
  const begin = (conversation: ReturnType<typeof waiting>, { episode = 1, alerts = 0 } = {}) =>
    conversation.do<'beginAlert'>({ verb: 'beginAlert', episode, alerts })
  const alert = (
    conversation: ReturnType<typeof waiting>,
    status: 'sent' | 'failed',
    { episode = 1, alerts = 0 } = {},
  ) => {
    begin(conversation, { episode, alerts })
    return record(conversation, { status }, { episode, alerts: alerts + 1 })
  }
  const held = (until: number) => ({ status: 'held', until }) as const

  it('follow each other by the steps of the policy, each counted before it is published', () => {
    const conversation = waiting()
    const startedAt = conversation.now
    const steps = policy.alerts.map(({ afterMs }) => startedAt + afterMs)
    for (const [alerts, next] of [...steps.slice(1), startedAt + policy.giveUpMs].entries()) {
      // The first one is tried again until the log has it.
      const due = alerts === 0 ? startedAt + policy.alertCheckMs : next
      expect(begin(conversation, { alerts })).toMatchObject({ outcome: { begun: true }, entries: [], due })
      expect(begin(conversation, { alerts })).toMatchObject({ outcome: { begun: false }, changed: false })
      const sent = record(conversation, { status: 'sent' }, { alerts: alerts + 1 })
      expect(sent).toMatchObject({ entries: [{ kind: 'alerted', count: alerts + 1, episode: 1 }], due: next })
      conversation.after(next - conversation.now)
    }
  })
  it('publish the first one again if nobody recorded it, and no other one', () => {
    const conversation = waiting()
    const { now: startedAt } = conversation
    begin(conversation)
    expect(begin(conversation, { alerts: 1 })).toMatchObject({ outcome: { begun: false }, changed: false })
    conversation.after(policy.alertCheckMs)
    expect(noAlertBecause(conversation.session, conversation.now, policy)).toBeUndefined()
    expect(begin(conversation, { alerts: 1 })).toMatchObject({ outcome: { begun: true } })
    record(conversation, { status: 'sent' }, { alerts: 1 })
    const [, second, third] = policy.alerts
    conversation.after(startedAt + (second?.afterMs ?? 0) - conversation.now)
    const due = startedAt + (third?.afterMs ?? 0)
    expect(begin(conversation, { alerts: 1 })).toMatchObject({ outcome: { begun: true }, due })
    conversation.after(policy.alertCheckMs)
    expect(noAlertBecause(conversation.session, conversation.now, policy)).toBe('alerted')
  })
  it('are tried again soon, and not counted, if they failed', () => {
    const conversation = waiting()
    const failed = alert(conversation.after(1_000), 'failed')
    expect(failed).toMatchObject({ entries: [], due: conversation.now + policy.alertCheckMs })
    expect(begin(conversation)).toMatchObject({ outcome: { begun: true } })
  })
  it('end when somebody acknowledges one, and start again with the next wait', () => {
    const conversation = waiting()
    const end = conversation.now + policy.giveUpMs
    alert(conversation, 'sent')
    const by = { type: 'agent', id: 'ana' } as const
    const known = conversation.do<'acknowledgeAlert'>({ verb: 'acknowledgeAlert', by, episode: 1 })
    expect(known).toMatchObject({ outcome: { changed: true }, entries: [{ kind: 'acknowledged', by }], due: end })
    expect(begin(conversation, { alerts: 1 })).toMatchObject({ outcome: { begun: false } })
    expect(noAlertBecause(conversation.session, end - 1, policy)).toBe('acknowledged')
    const again = conversation.do<'acknowledgeAlert'>({ verb: 'acknowledgeAlert', by })
    expect(again).toMatchObject({ outcome: { changed: false }, entries: [] })
    conversation.agentSays('hello')
    conversation.do<'transfer'>({ verb: 'transfer', by, ofOthers: true })
    expect(noAlertBecause(conversation.session, conversation.now, policy)).toBeUndefined()
  })
  it('cannot be acknowledged once the episode has ended', () => {
    const conversation = waiting()
    conversation.userResumes()
    conversation.userAsksForPerson()
    const act = () =>
      conversation.do<'acknowledgeAlert'>({ verb: 'acknowledgeAlert', by: { type: 'system' }, episode: 1 })
    expect(act).toThrow(expect.objectContaining({ code: 'handoff.not_open' }))
  })
  it('are due when the next notice goes out, and not counted, if they are held', () => {
    const conversation = waiting()
    const until = conversation.now + policy.alertGatherMs
    expect(record(conversation, held(until))).toMatchObject({ changed: true, entries: [], due: until })
    expect(record(conversation, held(until)).changed).toBe(false)
  })
  it('change nothing if another alert was recorded meanwhile', () => {
    const conversation = waiting()
    alert(conversation, 'sent')
    for (const result of [{ status: 'sent' }, { status: 'failed' }, held(conversation.now + 1)] as const) {
      expect(record(conversation, result).changed).toBe(false)
    }
  })
  it('change nothing if another process published the same alert, and this one failed after it', () => {
    const conversation = waiting()
    begin(conversation)
    conversation.after(policy.alertCheckMs)
    begin(conversation, { alerts: 1 })
    const { due } = record(conversation, { status: 'sent' }, { alerts: 1 })
    conversation.after(1_000)
    expect(record(conversation, { status: 'failed' }, { alerts: 1 }).changed).toBe(false)
    expect(begin(conversation, { alerts: 1 })).toMatchObject({ outcome: { begun: true } })
    expect(record(conversation, { status: 'failed' }, { alerts: 2 })).toMatchObject({ changed: true })
    expect(due).toBeGreaterThan(conversation.now)
  })
  it.each([0, 5_000])('of a new wait are tried again, although the clock of the last one was %i ms ahead', ahead => {
    const conversation = waiting()
    conversation.after(ahead)
    alert(conversation, 'sent')
    conversation.after(-ahead)
    conversation.userResumes()
    conversation.userAsksForPerson()
    begin(conversation, { episode: 2 })
    conversation.after(policy.alertCheckMs)
    expect(noAlertBecause(conversation.session, conversation.now, policy)).toBeUndefined()
    expect(record(conversation, { status: 'failed' }, { episode: 2, alerts: 1 })).toMatchObject({ changed: true })
    expect(begin(conversation, { episode: 2 })).toMatchObject({ outcome: { begun: true } })
  })
  it('change nothing for an episode that needs none', () => {
    for (const conversation of [heldByAgent(), aConversation()]) {
      expect(begin(conversation).changed).toBe(false)
      expect(record(conversation, { status: 'sent' }).changed).toBe(false)
    }
    expect(begin(waiting(), { episode: 2 }).changed).toBe(false)
    expect(record(waiting(), { status: 'sent' }, { episode: 2 }).changed).toBe(false)
  })

  describe('for a user who asks again', () => {
    const alertedAndBack = () => {
      const conversation = waiting()
      alert(conversation, 'sent')
      conversation.after(60_000).userResumes()
      return conversation
    }
    const asksAgain = (conversation: ReturnType<typeof waiting>) => conversation.userAsksForPerson()
    const reason = (conversation: ReturnType<typeof waiting>) =>
      noAlertBecause(conversation.session, conversation.now, policy)

    it('are due five minutes after the last alert', () => {
      const conversation = alertedAndBack()
      const { alertedAt = 0 } = conversation.session
      asksAgain(conversation)
      expect(reason(conversation)).toBe('alerted_lately')
      expect(conversation.session.control).toMatchObject({
        handoff: { deadline: alertedAt + policy.realertMs, alerts: 0 },
      })
      conversation.after(policy.realertMs - 60_000 - 1)
      expect(reason(conversation)).toBe('alerted_lately')
      conversation.after(1)
      expect(reason(conversation)).toBeUndefined()
    })
    it('are due at once after five minutes', () => {
      const conversation = alertedAndBack()
      asksAgain(conversation.after(policy.realertMs))
      expect(reason(conversation)).toBeUndefined()
    })
    it('are due at once after five minutes, even by a clock that is a second behind', () => {
      const conversation = alertedAndBack()
      asksAgain(conversation.after(policy.realertMs - 60_000 + 200))
      expect(noAlertBecause(conversation.session, conversation.now - 1_000, policy)).toBeUndefined()
    })
    it('are due five minutes after the last alert by each clock', () => {
      const conversation = alertedAndBack()
      asksAgain(conversation.after(policy.realertMs - 60_000 - 200))
      expect(noAlertBecause(conversation.session, conversation.now - 1_000, policy)).toBe('alerted_lately')
      expect(noAlertBecause(conversation.session, conversation.now + 1_000, policy)).toBeUndefined()
    })
    it.each(['speaks', 'pauses'] as const)('are due at once if an agent %s meanwhile', what => {
      const conversation = alertedAndBack()
      if (what === 'speaks') {
        asksAgain(conversation)
        conversation.agentSays('here I am')
      } else conversation.agentPauses()
      conversation.agentResumes()
      asksAgain(conversation)
      expect(reason(conversation)).toBeUndefined()
    })
    it('wait at most five minutes if the clock was set back', () => {
      const conversation = alertedAndBack()
      conversation.after(-60 * 60_000)
      asksAgain(conversation)
      expect(conversation.session.control).toMatchObject({ handoff: { deadline: conversation.now + policy.realertMs } })
    })
  })

  it('are needed only while a handoff is pending and not alerted', () => {
    const conversation = waiting()
    const now = () => noAlertBecause(conversation.session, conversation.now, policy)
    expect(now()).toBeUndefined()
    alert(conversation, 'sent')
    expect(now()).toBe('alerted')
    conversation.agentSays('here I am')
    expect(now()).toBe('agent_has_it')
    conversation.agentResumes()
    expect(now()).toBe('bot_holds')
  })
})

describe('told', () => {
  const tell = (conversation: ReturnType<typeof waiting>, result: 'ok' | 'deferred' | 'refused', episode = 1) =>
    conversation.do<'recordHandback'>({
      verb: 'recordHandback',
      episode,
      result: result === 'ok' ? { status: result } : { status: result, reason: 'the bot says no' },
    })
  const handedBack = () => {
    const conversation = heldByAgent()
    conversation.agentResumes()
    return conversation
  }
  it('ends the tries to send the handback', () => {
    const conversation = handedBack()
    expect(conversation.ticks().due).toBe(conversation.now + policy.deliveryCheckMs)
    expect(tell(conversation, 'ok').due).toBeUndefined()
    expect(conversation.session.handedBackUpTo).toBe(1)
  })
  it('schedules a failed handback at growing intervals, then leaves it to the next turn', () => {
    const conversation = handedBack()
    for (const waitMs of policy.retryMs) expect(tell(conversation, 'deferred').due).toBe(conversation.now + waitMs)
    expect(tell(conversation, 'deferred').due).toBeUndefined()
    expect(conversation.session.handedBackUpTo).toBe(0)
  })
  it('leaves a refused handback to the next turn, whose answer counts as told', () => {
    const conversation = handedBack()
    expect(tell(conversation, 'refused').due).toBeUndefined()
    const { seq } = conversation.userSays('hello').outcome
    conversation.botAnswers(seq, ['welcome back'], { handbacksUpTo: 1 })
    expect(conversation.session.handedBackUpTo).toBe(1)
  })
  it('does not count an episode that is still open', () => {
    const conversation = handedBack()
    conversation.agentPauses()
    tell(conversation, 'ok', 2)
    expect(conversation.session.handedBackUpTo).toBe(1)
  })
})

describe('fail', () => {
  it('hands the turn to people', () => {
    const conversation = withOpenTurn()
    expect(conversation.botFails(1).entries).toMatchObject([
      { kind: 'paused', trigger: 'bot_failed', reason: 'no connection' },
    ])
  })
  it('changes nothing if the turn is closed', () => {
    const conversation = withOpenTurn()
    conversation.botAnswers(1, ['here'])
    expect(conversation.botFails(1).changed).toBe(false)
  })
})

describe('the profile of a user', () => {
  it.each([
    [{ fullName: 'Ana Diaz', attributes: { full_name: 'x' } }, 'Ana Diaz'],
    [{ attributes: { full_name: ' Bo Li ', first_name: 'x' } }, 'Bo Li'],
    [{ attributes: { first_name: 'Bo', last_name: 'Li' } }, 'Bo Li'],
    [{ attributes: { first_name: 'Bo', last_name: 7 } }, 'Bo'],
    [{ attributes: { plan: 'gold' } }, undefined],
  ])('is named from %o: %s', (user, name) => {
    const conversation = aConversation()
    conversation.userSays('hello', { user })
    expect(conversation.session.user.fullName).toBe(name)
  })
  it.each([
    [{ avatarUrl: 'https://a.example/1', attributes: { profile_pic: 'https://b.example/2' } }, 'https://a.example/1'],
    [{ attributes: { profile_pic: 'https://b.example/2', picture_url: 'https://c.example/3' } }, 'https://b.example/2'],
    [{ attributes: { picture_url: 'http://c.example/3' } }, 'http://c.example/3'],
    [{ attributes: { profile_pic: '', picture_url: 'https://c.example/3' } }, 'https://c.example/3'],
    [{ attributes: { profile_pic: 'data:image/png;base64,AAAA' } }, undefined],
    [{ attributes: { profile_pic: 'javascript:alert(1)//https://x' } }, undefined],
    [{ attributes: { profile_pic: `https://b.example/${'x'.repeat(500)}` } }, undefined],
    [{ attributes: { profile_pic: 'https://' } }, undefined],
    [{ attributes: { picture_url: 7 } }, undefined],
  ])('gets a picture from %o: %s', (user, picture) => {
    const conversation = aConversation()
    conversation.userSays('hello', { user })
    expect(conversation.session.user.avatarUrl).toBe(picture)
    conversation.userSays('again', { user: { language: 'de' } })
    expect(conversation.session.user.avatarUrl).toBe(picture)
  })
  it('keeps fields that are not sent again, and equal attributes are written once', () => {
    const conversation = aConversation()
    const user = { fullName: 'Ana Diaz', language: 'es', attributes: { plan: 'gold' } }
    expect(conversation.userSays('a', { user }).attributes).toEqual({ plan: 'gold' })
    expect(conversation.userSays('b', { user: { attributes: { plan: 'gold' } } }).attributes).toBeUndefined()
    expect(conversation.session.user).toMatchObject({ fullName: 'Ana Diaz', language: 'es' })
    expect(conversation.do<'identify'>(userIs(user)).changed).toBe(false)
    expect(conversation.do<'identify'>(userIs({ language: 'de' })).changed).toBe(true)
  })
})

describe('a message with ifHeld', () => {
  it('is refused while the bot holds control, and if another agent has the conversation', () => {
    const refused = 'the message was not sent'
    expect(() => withOpenTurn().agentSays('hi', { ifHeld: true })).toThrow(refused)
    const conversation = waiting()
    expect(conversation.agentSays('hi', { ifHeld: true }).entries).toHaveLength(2)
    expect(() => conversation.agentSays('hi', { ifHeld: true, by: ben })).toThrow(refused)
    expect(conversation.agentSays('hi', { ifHeld: true }).entries).toHaveLength(1)
  })
  it('gets its first answer when it is repeated, even after an unpause', () => {
    const conversation = heldByAgent()
    const { seq } = conversation.agentSays('hi', { id: 's1', ifHeld: true }).outcome
    conversation.agentResumes()
    expect(conversation.agentSays('hi', { id: 's1', ifHeld: true }).outcome).toEqual({ seq, duplicate: true })
    expect(() => conversation.agentSays('hi', { id: 's2', ifHeld: true })).toThrow('the message was not sent')
  })
})

describe('the memory of commands', () => {
  it('is bounded, and always has the open turns', () => {
    const conversation = withOpenTurn()
    for (let n = 0; n < 3 * REMEMBERED_COMMANDS; n++) conversation.agentNotes('n', { id: `n${n}` })
    expect(conversation.session.recent).toHaveLength(REMEMBERED_COMMANDS + 1)
    expect(conversation.botAnswers(1, ['still here']).outcome).toMatchObject({ status: 'accepted' })
  })
  it('has the newest command, even if many turns are open', () => {
    const conversation = aConversation()
    for (let n = 0; n < REMEMBERED_COMMANDS; n++) conversation.userSays('hello', { id: `m${n}` })
    conversation.agentNotes('n', { id: 'n1' })
    expect(conversation.agentNotes('n', { id: 'n1' })).toMatchObject({ changed: false, outcome: { duplicate: true } })
  })
  it('keeps the ids of different verbs apart', () => {
    const conversation = aConversation()
    conversation.userSays('hello', { id: 'x' })
    expect(conversation.agentPauses({ id: 'x' }).outcome.changed).toBe(true)
    expect(conversation.agentNotes('n', { id: 'x' }).outcome.duplicate).toBe(false)
  })
})

describe('the sizes of tail, preview and entries', () => {
  it('the tail has short entries whole, and long ones without their text', () => {
    const conversation = withOpenTurn()
    const long = 'l'.repeat(2 * MAX_TAIL_BYTES)
    const { session, entries } = conversation.botAnswers(1, ['short', long])
    expect(session.tail[0]).toEqual(entries[0])
    expect(session.tail[1]).toMatchObject({ seq: 3, kind: 'message', inReplyTo: 1, by: bot, cut: true })
    expect(session.tail[1]).not.toHaveProperty('text')
    expect(entries[1]).toMatchObject({ text: long })
  })
  it('the tail stays the same if nothing is appended', () => {
    const conversation = withOpenTurn()
    const { tail } = conversation.session
    conversation.after(LEASE_MS).userSays('where is my order?', { id: 'm1' })
    expect(conversation.session.tail).toBe(tail)
  })
  it('the preview is one line, cut to 100 characters', () => {
    const conversation = aConversation()
    conversation.userSays(`two\n lines ${'x'.repeat(200)}`)
    expect(conversation.session.preview?.text).toMatch(/^two lines x+…$/)
    expect(conversation.session.preview?.text).toHaveLength(100)
  })
  it('the preview has one space for any white space', () => {
    const conversation = aConversation()
    conversation.userSays(' a b\tc  d \n e\u00a0f ')
    expect(conversation.session.preview?.text).toBe('a b c d e f')
  })
  it('an entry over the limit is refused', () => {
    const conversation = aConversation()
    const checked = (text: string) => {
      const { entries, session } = conversation.userSays(text)
      checkSize(entries, session.tail)
    }
    expect(() => checked('x'.repeat(MAX_ENTRY_BYTES))).toThrow(expect.objectContaining({ code: 'message.too_large' }))
    expect(() => checked('ü'.repeat(MAX_ENTRY_BYTES / 2 - 200))).not.toThrow()
    expect(() => checked('hello')).not.toThrow()
  })
})
