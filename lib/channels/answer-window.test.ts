import { expect, it } from 'vitest'
import { webhookChannel } from '../../test/support/app.ts'
import { minutes, START } from '../../test/support/clock.ts'
import { aPage } from '../../test/support/stored.ts'
import type { MessageEntry } from '../protocol/entry.ts'
import { newSession } from '../session/session.ts'
import { isoTime } from '../session/time.ts'
import { answerWindow } from './answer-window.ts'
import { windowOf } from './messenger/window.ts'

const bot = { channels: { fb: aPage('1'), sms: webhookChannel } }
const at = (channel: string) => newSession({ botId: 'shop', channel, userId: 'maria' }, START)
const heard = { ...at('fb'), lastHeardAt: START }
const hours = (count: number) => minutes(60 * count)

it.each(['sms', 'web', 'constructor'])('has no limit on the channel %s', channel => {
  expect(answerWindow(bot, { ...at(channel), lastHeardAt: START })).toEqual({})
})

it('has no limit if nobody knows when the user last wrote', () => {
  expect(answerWindow(bot, at('fb'))).toEqual({})
})

it('ends on Messenger 24 hours after the user last wrote, and for agents 7 days after', () => {
  expect(answerWindow(bot, heard)).toEqual({
    answersUntil: isoTime(START + hours(24)),
    agentAnswersUntil: isoTime(START + hours(7 * 24)),
  })
})

it('ends when the channel refuses the message', () => {
  const { answersUntil = '', agentAnswersUntil = '' } = answerWindow(bot, heard)
  const by = (type: 'bot' | 'agent') => ({ by: { type } }) as unknown as MessageEntry
  const takes = (type: 'bot' | 'agent', now: number) => windowOf({ session: heard, message: by(type) }, now)
  for (const [type, end] of [
    ['bot', Date.parse(answersUntil)],
    ['agent', Date.parse(agentAnswersUntil)],
  ] as const) {
    expect([end - 1, end].map(now => takes(type, now).status)).toEqual(['open', 'closed'])
  }
  expect(takes('agent', Date.parse(answersUntil))).toMatchObject({ messaging: { tag: 'HUMAN_AGENT' } })
})
