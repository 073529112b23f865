import { describe, expect, it } from 'vitest'
import {
  aConversation,
  agent,
  anotherAgent,
  bot,
  heldByAgent,
  LEASE_MS,
  waiting,
  withOpenTurn,
} from '../../test/support/conversation.ts'
import { MAX_ENTRY_BYTES } from '../protocol/message.ts'
import type { CommandOf } from './commands.ts'
import { checkSize } from './entry-size.ts'
import { noAlertBecause } from './no-alert.ts'
import { defaultPolicy as policy } from './policy.ts'
import { REMEMBERED_COMMANDS } from './recent.ts'
import { MAX_TAIL_BYTES } from './tail.ts'

describe('say', () => {
  it('assigns a pending handoff to the first agent who speaks', () => {
    const given = waiting()
    const { entries, episodes } = given.agentSays('I am here')
    expect(entries).toMatchObject([{ kind: 'assigned', agent }, { kind: 'message' }])
    expect(episodes).toMatchObject([{ number: 1, agent, assignedAt: given.now }])
    expect(given.session.control).toMatchObject({ handoff: { status: 'assigned', agent } })
  })
  it('does not take a handoff from its assigned agent', () => {
    const given = heldByAgent()
    given.agentSays('me too', { by: anotherAgent })
    expect(given.session.control).toMatchObject({ handoff: { agent } })
  })
  it('leaves control and the open turn to the bot', () => {
    const given = withOpenTurn()
    given.agentSays('psst')
    expect(given.holder).toBe('bot')
    expect(given.turn(1)).toMatchObject({ status: 'open' })
  })
  it('logs a repeated message once', () => {
    const given = heldByAgent()
    given.agentSays('hello', { id: 's1' })
    expect(given.agentSays('hello', { id: 's1' })).toMatchObject({
      changed: false,
      outcome: { seq: 2, duplicate: true },
    })
  })
})

describe('the deadlines of an episode', () => {
  it('move with each message, and not with notes', () => {
    const given = heldByAgent()
    given.after(1_000).userSays('hello?')
    const { due } = given.after(1_000).agentSays('yes')
    expect(due).toBe(given.now + policy.idleMs)
    expect(given.after(1_000).noted('n').due).toBe(due)
  })
  it('make the handoff pending again if its agent stays silent, and log the transfer', () => {
    const given = heldByAgent()
    given.userSays('hello?')
    const { entries, episodes } = given.after(policy.idleMs).ticks()
    expect(entries).toMatchObject([{ kind: 'transferred', from: agent, episode: 1 }])
    expect(episodes).toHaveLength(1)
    expect(episodes[0]).not.toHaveProperty('agent')
    expect(given.session.control).toMatchObject({ handoff: { status: 'pending', alerts: 0 } })
  })
  it('return control to the bot if the user stays silent', () => {
    const given = heldByAgent()
    given.agentSays('anything else?')
    expect(given.after(policy.idleMs).ticks().entries).toMatchObject([{ kind: 'resumed', outcome: 'expired' }])
    expect(given.holder).toBe('bot')
  })
  it('give up a pending handoff, and send the user a message', () => {
    const given = waiting()
    const { entries, episodes } = given.after(policy.giveUpMs).ticks()
    expect(entries).toMatchObject([
      { kind: 'resumed', outcome: 'expired', by: { type: 'system' } },
      { kind: 'message', by: { type: 'system' }, text: policy.nobodyCameText },
    ])
    expect(episodes).toMatchObject([{ number: 1, ended: { seq: 2, outcome: 'expired' } }])
  })
})

describe('the alerts of a handoff', () => {
  type Result = CommandOf<'recordAlert'>['result'] | 'sent' | 'failed'
  const alert = (given: ReturnType<typeof waiting>, result: Result, { episode = 1, alerts = 0 } = {}) =>
    given.do<'recordAlert'>({
      verb: 'recordAlert',
      episode,
      alerts,
      result: typeof result === 'string' ? { status: result } : result,
    })
  const held = (until: number) => ({ status: 'held', until }) as const

  it('are counted and repeated while the handoff is pending', () => {
    const given = waiting()
    expect(alert(given, 'sent').entries).toMatchObject([{ kind: 'alerted', count: 1, episode: 1 }])
    expect(given.ticks().due).toBe(given.now + policy.realertMs)
    expect(alert(given, 'sent', { alerts: 1 }).entries).toMatchObject([{ count: 2 }])
  })
  it('are tried again soon, and not counted, if they failed', () => {
    const given = waiting()
    const failed = alert(given.after(1_000), 'failed')
    expect(failed).toMatchObject({ entries: [], due: given.now + policy.alertCheckMs })
  })
  it('are due when the next notice goes out, and not counted, if they are held', () => {
    const given = waiting()
    const until = given.now + policy.alertGatherMs
    expect(alert(given, held(until))).toMatchObject({ changed: true, entries: [], due: until })
    expect(alert(given, held(until)).changed).toBe(false)
  })
  it('change nothing if another alert was recorded meanwhile', () => {
    const given = waiting()
    alert(given, 'sent')
    for (const result of ['sent', 'failed', held(given.now + 1)] as const) {
      expect(alert(given, result).changed).toBe(false)
    }
  })
  it('change nothing for an episode that needs none', () => {
    expect(alert(heldByAgent(), 'sent').changed).toBe(false)
    expect(alert(aConversation(), 'sent').changed).toBe(false)
    expect(alert(waiting(), 'sent', { episode: 2 }).changed).toBe(false)
  })

  describe('for a user who asks again', () => {
    const alertedAndBack = () => {
      const given = waiting()
      alert(given, 'sent')
      given.after(60_000).unpaused({ by: { type: 'user' } })
      return given
    }
    const asksAgain = (given: ReturnType<typeof waiting>) => given.paused({ by: { type: 'user' }, trigger: 'user' })
    const reason = (given: ReturnType<typeof waiting>) => noAlertBecause(given.session, given.now, policy)

    it('are due five minutes after the last alert', () => {
      const given = alertedAndBack()
      const { alertedAt = 0 } = given.session
      asksAgain(given)
      expect(reason(given)).toBe('alerted_lately')
      expect(given.session.control).toMatchObject({ handoff: { deadline: alertedAt + policy.realertMs, alerts: 0 } })
      given.after(policy.realertMs - 60_000 - 1)
      expect(reason(given)).toBe('alerted_lately')
      given.after(1)
      expect(reason(given)).toBeUndefined()
    })
    it('are due at once after five minutes', () => {
      const given = alertedAndBack()
      asksAgain(given.after(policy.realertMs))
      expect(reason(given)).toBeUndefined()
    })
    it('are due at once after five minutes, even by a clock that is a second behind', () => {
      const given = alertedAndBack()
      asksAgain(given.after(policy.realertMs - 60_000 + 200))
      expect(noAlertBecause(given.session, given.now - 1_000, policy)).toBeUndefined()
    })
    it('are due five minutes after the last alert by each clock', () => {
      const given = alertedAndBack()
      asksAgain(given.after(policy.realertMs - 60_000 - 200))
      expect(noAlertBecause(given.session, given.now - 1_000, policy)).toBe('alerted_lately')
      expect(noAlertBecause(given.session, given.now + 1_000, policy)).toBeUndefined()
    })
    it.each(['speaks', 'pauses'] as const)('are due at once if an agent %s meanwhile', what => {
      const given = alertedAndBack()
      if (what === 'speaks') {
        asksAgain(given)
        given.agentSays('here I am')
      } else given.paused()
      given.unpaused()
      asksAgain(given)
      expect(reason(given)).toBeUndefined()
    })
    it('wait at most five minutes if the clock was set back', () => {
      const given = alertedAndBack()
      given.after(-60 * 60_000)
      asksAgain(given)
      expect(given.session.control).toMatchObject({ handoff: { deadline: given.now + policy.realertMs } })
    })
  })

  it('are needed only while a handoff is pending and not alerted', () => {
    const given = waiting()
    const now = () => noAlertBecause(given.session, given.now, policy)
    expect(now()).toBeUndefined()
    alert(given, 'sent')
    expect(now()).toBe('alerted')
    given.agentSays('here I am')
    expect(now()).toBe('agent_has_it')
    given.unpaused()
    expect(now()).toBe('bot_holds')
  })
})

describe('told', () => {
  const tell = (given: ReturnType<typeof waiting>, result: 'ok' | 'deferred' | 'refused', episode = 1) =>
    given.do<'recordHandback'>({
      verb: 'recordHandback',
      episode,
      result: result === 'ok' ? { status: result } : { status: result, reason: 'the bot says no' },
    })
  const handedBack = () => {
    const given = heldByAgent()
    given.unpaused()
    return given
  }
  it('ends the tries to send the handback', () => {
    const given = handedBack()
    expect(given.ticks().due).toBe(given.now + policy.deliveryCheckMs)
    expect(tell(given, 'ok').due).toBeUndefined()
    expect(given.session.handedBackUpTo).toBe(1)
  })
  it('schedules a failed handback at growing intervals, then leaves it to the next turn', () => {
    const given = handedBack()
    for (const waitMs of policy.retryMs) expect(tell(given, 'deferred').due).toBe(given.now + waitMs)
    expect(tell(given, 'deferred').due).toBeUndefined()
    expect(given.session.handedBackUpTo).toBe(0)
  })
  it('leaves a refused handback to the next turn, whose answer counts as told', () => {
    const given = handedBack()
    expect(tell(given, 'refused').due).toBeUndefined()
    const { seq } = given.userSays('hello').outcome
    given.botReplies(seq, ['welcome back'], { handbacksUpTo: 1 })
    expect(given.session.handedBackUpTo).toBe(1)
  })
  it('does not count an episode that is still open', () => {
    const given = handedBack()
    given.paused()
    tell(given, 'ok', 2)
    expect(given.session.handedBackUpTo).toBe(1)
  })
})

describe('fail', () => {
  it('hands the turn to people', () => {
    const given = withOpenTurn()
    expect(given.botFails(1).entries).toMatchObject([
      { kind: 'paused', trigger: 'bot_failed', reason: 'no connection' },
    ])
  })
  it('changes nothing if the turn is closed', () => {
    const given = withOpenTurn()
    given.botReplies(1, ['here'])
    expect(given.botFails(1).changed).toBe(false)
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
    const given = aConversation()
    given.userSays('hello', { user })
    expect(given.session.user.fullName).toBe(name)
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
    const given = aConversation()
    given.userSays('hello', { user })
    expect(given.session.user.avatarUrl).toBe(picture)
    given.userSays('again', { user: { language: 'de' } })
    expect(given.session.user.avatarUrl).toBe(picture)
  })
  it('keeps fields that are not sent again, and equal attributes are written once', () => {
    const given = aConversation()
    const user = { fullName: 'Ana Diaz', language: 'es', attributes: { plan: 'gold' } }
    expect(given.userSays('a', { user }).attributes).toEqual({ plan: 'gold' })
    expect(given.userSays('b', { user: { attributes: { plan: 'gold' } } }).attributes).toBeUndefined()
    expect(given.session.user).toMatchObject({ fullName: 'Ana Diaz', language: 'es' })
    expect(given.do<'identify'>({ verb: 'identify', user }).changed).toBe(false)
    expect(given.do<'identify'>({ verb: 'identify', user: { language: 'de' } }).changed).toBe(true)
  })
})

describe('a message with ifHeld', () => {
  it('is refused while the bot holds control, and if another agent has the conversation', () => {
    const refused = 'the message was not sent'
    expect(() => withOpenTurn().agentSays('hi', { ifHeld: true })).toThrow(refused)
    const given = waiting()
    expect(given.agentSays('hi', { ifHeld: true }).entries).toHaveLength(2)
    expect(() => given.agentSays('hi', { ifHeld: true, by: anotherAgent })).toThrow(refused)
    expect(given.agentSays('hi', { ifHeld: true }).entries).toHaveLength(1)
  })
  it('gets its first answer when it is repeated, even after an unpause', () => {
    const given = heldByAgent()
    const { seq } = given.agentSays('hi', { id: 's1', ifHeld: true }).outcome
    given.unpaused()
    expect(given.agentSays('hi', { id: 's1', ifHeld: true }).outcome).toEqual({ seq, duplicate: true })
    expect(() => given.agentSays('hi', { id: 's2', ifHeld: true })).toThrow('the message was not sent')
  })
})

describe('the memory of commands', () => {
  it('is bounded, and always has the open turns', () => {
    const given = withOpenTurn()
    for (let n = 0; n < 3 * REMEMBERED_COMMANDS; n++) given.noted('n', { id: `n${n}` })
    expect(given.session.recent).toHaveLength(REMEMBERED_COMMANDS + 1)
    expect(given.botReplies(1, ['still here']).outcome).toMatchObject({ status: 'accepted' })
  })
  it('has the newest command, even if many turns are open', () => {
    const given = aConversation()
    for (let n = 0; n < REMEMBERED_COMMANDS; n++) given.userSays('hello', { id: `m${n}` })
    given.noted('n', { id: 'n1' })
    expect(given.noted('n', { id: 'n1' })).toMatchObject({ changed: false, outcome: { duplicate: true } })
  })
  it('keeps the ids of different verbs apart', () => {
    const given = aConversation()
    given.userSays('hello', { id: 'x' })
    expect(given.paused({ id: 'x' }).outcome.changed).toBe(true)
    expect(given.noted('n', { id: 'x' }).outcome.duplicate).toBe(false)
  })
})

describe('the sizes of tail, preview and entries', () => {
  it('the tail has short entries whole, and long ones without their text', () => {
    const given = withOpenTurn()
    const long = 'l'.repeat(2 * MAX_TAIL_BYTES)
    const { session, entries } = given.botReplies(1, ['short', long])
    expect(session.tail[0]).toEqual(entries[0])
    expect(session.tail[1]).toMatchObject({ seq: 3, kind: 'message', inReplyTo: 1, by: bot, cut: true })
    expect(session.tail[1]).not.toHaveProperty('text')
    expect(entries[1]).toMatchObject({ text: long })
  })
  it('the tail stays the same if nothing is appended', () => {
    const given = withOpenTurn()
    const { tail } = given.session
    given.after(LEASE_MS).userSays('where is my order?', { id: 'm1' })
    expect(given.session.tail).toBe(tail)
  })
  it('the preview is one line, cut to 100 characters', () => {
    const given = aConversation()
    given.userSays(`two\n lines ${'x'.repeat(200)}`)
    expect(given.session.preview?.text).toMatch(/^two lines x+…$/)
    expect(given.session.preview?.text).toHaveLength(100)
  })
  it('an entry over the limit is refused', () => {
    const given = aConversation()
    expect(() => checkSize(given.userSays('x'.repeat(MAX_ENTRY_BYTES)).entries)).toThrow(
      expect.objectContaining({ code: 'message.too_large' }),
    )
    expect(() => checkSize(given.userSays('ü'.repeat(MAX_ENTRY_BYTES / 2 - 200)).entries)).not.toThrow()
  })
})
