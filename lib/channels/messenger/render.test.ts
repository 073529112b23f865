import { describe, expect, it } from 'vitest'
import { minutes, START } from '../../../test/support/clock.ts'
import { aDelivery, hours, messengerChannel } from '../../../test/support/deliveries.ts'
import { ana, bot } from '../../../test/support/people.ts'
import type { MessageEntry } from '../../protocol/entry.ts'
import { render } from './render.ts'

const RESPONSE = { messaging_type: 'RESPONSE' }
const HUMAN_AGENT = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }

describe('a message to a silent user', () => {
  /** The fields of the call beside `message`, or the reason of the refusal. */
  function sentAfter(silenceMs: number, by: MessageEntry['by']) {
    const delivery = aDelivery({ text: 'Hello', by }, { lastHeardAt: START - silenceMs })
    const rendering = render(delivery, messengerChannel, START)
    if (rendering.status === 'refused') return rendering.reason
    const [{ message: _message, ...messaging }] = rendering.calls
    return messaging
  }

  it.each([
    ['an agent', ana],
    ['the bot', bot],
    ['Interlude', { type: 'system' } as const],
  ])('answers the user within 24 hours, if it is from %s', (_, by) => {
    expect(sentAfter(0, by)).toEqual(RESPONSE)
    expect(sentAfter(hours(24) - 1, by)).toEqual(RESPONSE)
  })

  it('has the human agent tag until 7 days are over, if it is from an agent', () => {
    expect(sentAfter(hours(24), ana)).toEqual(HUMAN_AGENT)
    expect(sentAfter(hours(24 * 7) - 1, ana)).toEqual(HUMAN_AGENT)
  })

  it('is refused after 7 days if it is from an agent, and after 24 hours if it is not', () => {
    expect(sentAfter(hours(24 * 7), ana)).toBe(
      "Facebook takes an agent's message only within 7 days of the user's last message",
    )
    const reason = "Facebook takes a bot's message only within 24 hours of the user's last message"
    expect(sentAfter(hours(24), bot)).toBe(reason)
    expect(sentAfter(hours(24), { type: 'system' })).toBe(reason)
  })

  it('is left to Meta if nobody knows when the user last wrote', () => {
    const { session, message } = aDelivery({ text: 'Hello' })
    const { lastHeardAt: _lastHeardAt, ...unheard } = session
    expect(render({ session: unheard, message }, messengerChannel, START)).toMatchObject({ calls: [RESPONSE] })
  })

  it('has the same calls in each attempt within the window', () => {
    const delivery = aDelivery({ text: 'word '.repeat(1_000), by: ana })
    const first = render(delivery, messengerChannel, START)
    expect(first).toMatchObject({ calls: { length: 3 } })
    expect(render(delivery, messengerChannel, START + minutes(30))).toEqual(first)
  })
})

describe("the agent's name", () => {
  function textsOf(content: Partial<MessageEntry>, agentName: 'show' | 'hide' = 'show') {
    const rendering = render(aDelivery(content), { ...messengerChannel, agentName }, START)
    return rendering.status === 'rendered'
      ? rendering.calls.map(({ message }) => (message as { text?: string }).text)
      : []
  }
  const url = 'https://shop.example/a.png'

  it('begins the first text of an agent', () => {
    expect(textsOf({ text: 'Hello', by: ana })).toEqual(['Ana: Hello'])
    expect(textsOf({ type: 'image', text: 'See', payload: { url }, by: ana })).toEqual(['Ana: See', undefined])
    expect(textsOf({ text: 'x'.repeat(2_000), by: ana })).toEqual(['Ana:', 'x'.repeat(2_000)])
  })

  it('is one short line', () => {
    expect(textsOf({ text: 'Hello', by: { type: 'agent', name: '\u202eA\nna' } })).toEqual(['A na: Hello'])
    expect(textsOf({ text: 'Hello', by: { type: 'agent', name: 'A'.repeat(500) } })).toEqual([
      `${'A'.repeat(100)}: Hello`,
    ])
  })

  it('is absent if the channel hides it, for a bot, for a nameless agent, and where a text continues', () => {
    expect(textsOf({ text: 'Hello', by: ana }, 'hide')).toEqual(['Hello'])
    expect(textsOf({ text: 'Hello', by: { type: 'bot', name: 'Botty' } })).toEqual(['Hello'])
    expect(textsOf({ text: 'Hello', by: { type: 'agent' } })).toEqual(['Hello'])
    expect(textsOf({ text: 'and so on', by: ana, continues: 1 })).toEqual(['and so on'])
    expect(textsOf({ type: 'image', payload: { url }, by: ana })).toEqual([undefined])
  })
})

describe("an agent's persona", () => {
  const config = { ...messengerChannel, agentName: 'persona', personaPicture: 'https://shop.example/a.png' } as const
  function callsOf(content: Partial<MessageEntry>) {
    const rendering = render(aDelivery({ by: ana, ...content }), config, START)
    if (rendering.status === 'refused') throw new Error(rendering.reason)
    return rendering.calls
  }
  const url = 'https://shop.example/a.png'

  it('speaks each call, and the name is in front of the first text for the case that there is none', () => {
    expect(callsOf({ text: 'Hello' })).toEqual([
      { ...RESPONSE, speaker: 'Ana', message: { text: 'Hello' }, instead: { text: 'Ana: Hello' } },
    ])
    const attachment = { type: 'image', payload: { url } }
    expect(callsOf({ type: 'image', text: 'See', payload: { url } })).toEqual([
      { ...RESPONSE, speaker: 'Ana', message: { text: 'See' }, instead: { text: 'Ana: See' } },
      { ...RESPONSE, speaker: 'Ana', message: { attachment }, instead: { attachment } },
    ])
    expect(callsOf({ text: 'and so on', continues: 1 })).toEqual([
      { ...RESPONSE, speaker: 'Ana', message: { text: 'and so on' }, instead: { text: 'and so on' } },
    ])
  })

  it('speaks the same words in each call with and without a persona', () => {
    const words = Array.from({ length: 1_000 }, (_, at) => `word${at}`).join(' ')
    const buttons = [{ type: 'postback', title: 'Yes', payload: 'YES' }]
    for (const content of [{ text: words }, { type: 'text', text: words, payload: { buttons } } as const]) {
      const calls = callsOf(content)
      expect(calls.length).toBeGreaterThan(2)
      for (const [at, { message, instead }] of calls.entries()) {
        const plain = JSON.stringify(message)
        expect(JSON.stringify(instead)).toBe(at === 0 ? plain.replace('word0', 'Ana: word0') : plain)
      }
    }
  })

  it('speaks for no bot and no nameless agent', () => {
    expect(callsOf({ text: 'Hello', by: bot })).toEqual([{ ...RESPONSE, message: { text: 'Hello' } }])
    expect(callsOf({ text: 'Hello', by: { type: 'agent' } })).toEqual([{ ...RESPONSE, message: { text: 'Hello' } }])
  })
})
