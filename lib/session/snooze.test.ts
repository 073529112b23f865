import { describe, expect, it } from 'vitest'
import {
  aConversation,
  heldByAgent,
  type TestConversation,
  waiting,
  withOpenTurn,
} from '../../test/support/conversation.ts'
import { ana, ben } from '../../test/support/people.ts'
import { defaultPolicy as policy } from './policy.ts'

const HOUR_MS = 3_600_000
const snoozes = (conversation: TestConversation, more: { until?: number; by?: typeof ben; id?: string } = {}) =>
  conversation.do<'snooze'>({ verb: 'snooze', by: ana, ...more })
const wakes = (conversation: TestConversation, by = ana) => conversation.do<'wake'>({ verb: 'wake', by })
const handoffOf = ({ session: { control } }: TestConversation) =>
  control.holder === 'human' && control.handoff.status === 'assigned' ? control.handoff : undefined

describe('snooze', () => {
  it('keeps the conversation with its agent past the idle time, and wakes it at the time', () => {
    const conversation = heldByAgent()
    const until = conversation.now + 24 * HOUR_MS
    const { entries, due } = snoozes(conversation, { until })
    expect(entries).toMatchObject([{ kind: 'snoozed', by: ana, until: new Date(until).toISOString(), episode: 1 }])
    expect(due).toBe(until)
    conversation.after(24 * HOUR_MS - 1).ticks()
    expect(handoffOf(conversation)).toMatchObject({ agent: ana, snoozedUntil: 'deadline', deadline: until })
    expect(conversation.after(1).ticks().entries).toMatchObject([{ kind: 'woken', by: { type: 'system' } }])
    expect(handoffOf(conversation)).toMatchObject({ agent: ana, deadline: until + policy.idleMs })
    expect(handoffOf(conversation)).not.toHaveProperty('snoozedUntil')
  })

  it('ends when the user writes, and the bot does not get the message', () => {
    const conversation = heldByAgent()
    snoozes(conversation, { until: conversation.now + 24 * HOUR_MS })
    const { outcome, entries } = conversation.after(2 * HOUR_MS).userSays('still there?')
    expect(outcome).toMatchObject({ call: false, turn: { status: 'held' } })
    expect(entries).toMatchObject([{ kind: 'message' }, { kind: 'woken', by: { type: 'user' } }])
    expect(handoffOf(conversation)).toMatchObject({ agent: ana, deadline: conversation.now + policy.idleMs })
  })

  it('without a time ends after 30 days at the latest', () => {
    const conversation = heldByAgent()
    expect(snoozes(conversation).entries[0]).not.toHaveProperty('until')
    const latest = conversation.now + 30 * 24 * HOUR_MS
    expect(handoffOf(conversation)).toMatchObject({ snoozedUntil: 'user_writes', deadline: latest })
    expect(conversation.after(30 * 24 * HOUR_MS).ticks().entries).toMatchObject([{ kind: 'woken' }])
  })

  it('ends when the agent writes or wakes it, but not with a note', () => {
    const conversation = heldByAgent()
    snoozes(conversation)
    conversation.agentNotes('call the warehouse')
    expect(handoffOf(conversation)).toMatchObject({ snoozedUntil: 'user_writes' })
    const { entries, outcome } = conversation.agentSays('I have news')
    expect(entries).toMatchObject([
      { kind: 'woken', by: ana },
      { kind: 'message', seq: outcome.seq },
    ])
    snoozes(conversation)
    expect(wakes(conversation).entries).toMatchObject([{ kind: 'woken', by: ana }])
    expect(wakes(conversation)).toMatchObject({ changed: false, outcome: { changed: false } })
    expect(handoffOf(conversation)).toMatchObject({ deadline: conversation.now + policy.idleMs })
  })

  it('ends with a transfer, a decline and a return to the bot, which say so themselves', () => {
    const ends = [
      (conversation: TestConversation) =>
        conversation.do<'transfer'>({ verb: 'transfer', by: ana, to: ben, ofOthers: false }),
      (conversation: TestConversation) => conversation.do<'decline'>({ verb: 'decline', by: ana, reason: 'no time' }),
      (conversation: TestConversation) => conversation.agentResumes(),
    ]
    for (const end of ends) {
      const conversation = heldByAgent()
      snoozes(conversation)
      expect(end(conversation).entries.map(({ kind }) => kind)).not.toContain('woken')
      expect(conversation.session.control).not.toHaveProperty('handoff.snoozedUntil')
    }
  })

  it('again moves its end, and repeated with its id does not', () => {
    const conversation = heldByAgent()
    const { now } = conversation
    snoozes(conversation, { until: now + HOUR_MS, id: 's1' })
    snoozes(conversation, { until: now + 3 * HOUR_MS, id: 's2' })
    expect(handoffOf(conversation)).toMatchObject({ deadline: now + 3 * HOUR_MS })
    const again = snoozes(conversation.after(2 * HOUR_MS), { until: now + HOUR_MS, id: 's1' })
    expect(again).toMatchObject({ changed: false, outcome: { changed: false, seq: 2 } })
    expect(handoffOf(conversation)).toMatchObject({ deadline: now + 3 * HOUR_MS })
  })

  it('is refused for a time that has passed or is too far ahead, and names the field', () => {
    for (const ms of [0, -HOUR_MS, 30 * 24 * HOUR_MS + 1]) {
      const conversation = heldByAgent()
      const command = () => snoozes(conversation, { until: conversation.now + ms })
      expect(command).toThrow(
        expect.objectContaining({ code: 'request.invalid', fields: [{ path: 'until', message: expect.any(String) }] }),
      )
    }
  })

  it('is refused, as waking is, to everybody but the agent of the conversation', () => {
    for (const command of [
      (conversation: TestConversation) => snoozes(conversation, { by: ben }),
      (conversation: TestConversation) => wakes(conversation, ben),
    ]) {
      const others = { code: 'handoff.not_yours', holder: { holder: 'human', agent: ana } }
      expect(() => command(heldByAgent())).toThrow(expect.objectContaining(others))
      const nobodys = { code: 'handoff.not_yours', holder: { holder: 'human' } }
      expect(() => command(waiting())).toThrow(expect.objectContaining(nobodys))
      const bots = { code: 'handoff.not_open', holder: { holder: 'bot' } }
      expect(() => command(withOpenTurn())).toThrow(expect.objectContaining(bots))
    }
  })

  it('keeps the conversation with an agent who is gone, and does not warn the user', () => {
    const gone = {
      verb: 'transfer',
      by: { type: 'system' },
      from: String(ana.id),
      inFront: true,
      ofOthers: true,
    } as const
    const texts = { ...policy, idleWarningMs: 600_000, userTexts: { idleWarning: { en: 'still there?' } } }
    const conversation = aConversation('none', texts)
    conversation.agentPauses()
    snoozes(conversation, { until: conversation.now + 2 * HOUR_MS })
    expect(conversation.do<'transfer'>(gone)).toMatchObject({ changed: false })
    expect(conversation.after(2 * HOUR_MS - 1).ticks()).toMatchObject({ changed: false })
    wakes(conversation)
    expect(conversation.do<'transfer'>(gone).entries).toMatchObject([{ kind: 'transferred', from: ana }])
  })
})
