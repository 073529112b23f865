import { describe, expect, it } from 'vitest'
import { aConversation, type TestConversation } from '../../test/support/conversation.ts'
import { ana, ben } from '../../test/support/people.ts'
import { asUserSees } from '../protocol/as-user-sees.ts'
import type { UserTexts } from '../protocol/user-texts.ts'
import { defaultPolicy } from './policy.ts'
import type { DeliveryMode } from './session.ts'

const TEXTS: UserTexts = {
  waiting: { en: 'We look for somebody.', de: 'Wir suchen jemanden.', 'pt-BR': 'Procuramos alguém.' },
  assigned: { en: '{{agentName}} is here.' },
  transferred: { en: 'You are passed on to {{ agentName }}.' },
  ended: { en: 'The assistant answers again.' },
  expired: null,
}

function given({ language, delivery = 'none' }: { language?: string; delivery?: DeliveryMode } = {}) {
  const conversation = aConversation(delivery, { ...defaultPolicy, userTexts: TEXTS })
  conversation.userSays('hello', { user: language === undefined ? {} : { language } })
  return conversation
}

const told = (conversation: TestConversation) =>
  conversation.log.flatMap(entry => (entry.kind === 'message' && entry.by.type === 'system' ? [entry.text] : []))

describe('the texts that tell a user what happens', () => {
  it('follow the conversation, once each', () => {
    const conversation = given()
    conversation.userAsksForPerson()
    conversation.do<'claim'>({ verb: 'claim', by: ana, id: 'c' })
    conversation.do<'claim'>({ verb: 'claim', by: ana, id: 'c' })
    conversation.do<'transfer'>({ verb: 'transfer', by: ana, to: { ...ben, name: 'Ben' }, ofOthers: false })
    conversation.agentResumes()
    expect(told(conversation)).toEqual([
      'We look for somebody.',
      `${ana.name} is here.`,
      'You are passed on to Ben.',
      'The assistant answers again.',
    ])
    expect(conversation.kinds).toEqual([
      ...['message', 'paused', 'message', 'assigned', 'message'],
      ...['transferred', 'message', 'resumed', 'message'],
    ])
  })

  it.each([
    ['de', 'Wir suchen jemanden.'],
    ['de-AT', 'Wir suchen jemanden.'],
    ['pt-BR', 'Procuramos alguém.'],
    ['pt', 'We look for somebody.'],
    ['constructor', 'We look for somebody.'],
    [undefined, 'We look for somebody.'],
  ])("are in the user's language %s, or the nearest one", (language, text) => {
    const conversation = given(language === undefined ? {} : { language })
    conversation.userAsksForPerson()
    expect(told(conversation)).toEqual([text])
  })

  it('take the fallback of a placeholder without a value, and keep unknown braces', () => {
    const userTexts = { assigned: { en: '{{agentName|Somebody}} is here, {{user.fullName}}.' } }
    const conversation = aConversation('none', { ...defaultPolicy, userTexts })
    conversation.userAsksForPerson()
    conversation.do<'claim'>({ verb: 'claim', by: { type: 'agent', id: 'zoe' }, id: 'c' })
    expect(told(conversation)).toEqual(['Somebody is here, {{user.fullName}}.'])
  })

  it('are not sent if they are null or missing', () => {
    const conversation = given()
    conversation.userAsksForPerson()
    conversation.after(defaultPolicy.giveUpMs).ticks()
    expect(told(conversation)).toEqual(['We look for somebody.'])
  })

  it('leave out the name of an agent who has none', () => {
    const conversation = given()
    conversation.agentPauses({ by: { type: 'agent', id: 'zoe' } })
    expect(told(conversation)).toEqual(['is here.'])
  })

  it('go to the channel, and to the user', () => {
    const conversation = given({ delivery: 'people' })
    conversation.userAsksForPerson()
    const entry = conversation.log.at(-1)
    expect(entry).toMatchObject({ kind: 'message', deliver: true })
    expect(entry && asUserSees(entry)).toMatchObject({ text: 'We look for somebody.', by: { type: 'system' } })
  })

  it('answer nothing: the user still waits, and the preview shows their words', () => {
    const conversation = given()
    conversation.userAsksForPerson()
    conversation.do<'claim'>({ verb: 'claim', by: ana })
    expect(conversation.session.preview).toMatchObject({ from: 'user', text: 'hello' })
    const { entries } = conversation.after(defaultPolicy.idleMs).ticks()
    expect(entries).toMatchObject([{ kind: 'transferred', from: ana }, { kind: 'message' }])
  })
})
