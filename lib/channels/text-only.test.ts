import { describe, expect, it } from 'vitest'
import { CONTENT_EXAMPLES } from '../../test/channels/content-examples.ts'
import { START } from '../../test/support/clock.ts'
import { aDelivery, messengerChannel, telegramChannel } from '../../test/support/deliveries.ts'
import type { ChannelType } from '../protocol/channels.ts'
import { readPayload } from '../protocol/read-payload.ts'
import type { Said, ShownButton } from '../protocol/shown.ts'
import { render as onMessenger } from './messenger/render.ts'
import { render as onTelegram } from './telegram/render.ts'
import { textOnly } from './text-only.ts'

const link = (title: string, url = 'https://shop.example/') => ({ type: 'url', title, url })
const links = (count: number) => Array.from({ length: count }, (_, at) => link(`Page ${at}`))
const replies = (count: number) => Array.from({ length: count }, (_, at) => ({ title: `Size ${at}` }))
const counts = (type: ChannelType | undefined, said: Said) => textOnly(type, readPayload(said))

describe('the choices that a channel shows as text only', () => {
  const many = { text: 'Which?', payload: { quickReplies: replies(20), buttons: links(10) } }

  it.each([
    [undefined, 0, 0],
    ['webhook', 0, 0],
    ['messenger', 7, 7],
    ['telegram', 0, 0],
  ] as const)('are counted for %s', (type, quickReplies, buttons) => {
    expect(counts(type, many)).toEqual({ quickReplies, buttons })
  })

  it('include those of a card', () => {
    const card = { type: 'custom', payload: { type: 'card', title: 'Tent', buttons: links(4) } }
    expect(counts('messenger', card)).toEqual({ quickReplies: 0, buttons: 1 })
  })

  it('are none if titles are only shortened', () => {
    const said = { text: 'Which?', payload: { quickReplies: [{ title: 'The red one with laces' }], buttons: links(3) } }
    expect(counts('messenger', said)).toEqual({ quickReplies: 0, buttons: 0 })
  })

  const examples = Object.values(CONTENT_EXAMPLES).flatMap(all => all.map(({ said }) => said))
  const single = examples.filter(said => readPayload(said).kind !== 'carousel')
  const RENDERED = {
    messenger: (said: (typeof examples)[number]) => onMessenger(aDelivery(said), messengerChannel, START),
    telegram: (said: (typeof examples)[number]) => onTelegram(aDelivery(said), telegramChannel),
  }

  it.each(['messenger', 'telegram'] as const)('are those that %s makes no button of', type => {
    for (const said of single) {
      const shown = readPayload(said)
      const offered = [...shown.quickReplies, ...buttonsOf(shown)].length
      const { quickReplies, buttons } = textOnly(type, shown)
      expect(pressable(RENDERED[type](said)), JSON.stringify(said)).toBe(offered - quickReplies - buttons)
    }
  })
})

const buttonsOf = (shown: ReturnType<typeof readPayload>): readonly ShownButton[] =>
  shown.kind === 'card' ? shown.card.buttons : shown.buttons

/** Counts the objects that are buttons or quick replies in the calls to a platform. */
function pressable(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const { instead: _fallback, ...fields } = value as Readonly<Record<string, unknown>>
  const isOne = 'content_type' in fields || 'callback_data' in fields || ('title' in fields && 'type' in fields)
  const isLink = 'url' in fields && 'text' in fields
  return Object.values(fields).reduce<number>((sum, each) => sum + pressable(each), isOne || isLink ? 1 : 0)
}
