import { describe, expect, it } from 'vitest'
import type { Call, Rendering } from '../../lib/channels/channel.ts'
import { channelFor } from '../../lib/channels/channels.ts'
import type { ContentName } from '../../lib/channels/forms.ts'
import { complaintsAbout } from '../../lib/channels/messenger/test-send-api.ts'
import type { ChannelConfig, ChannelType } from '../../lib/protocol/channels.ts'
import type { Content } from '../../lib/protocol/message.ts'
import { plainText } from '../../lib/protocol/plain-text.ts'
import { readPayload } from '../../lib/protocol/read-payload.ts'
import { webhookChannel } from '../support/app.ts'
import { START } from '../support/clock.ts'
import { aDelivery, messengerChannel, telegramChannel } from '../support/deliveries.ts'
import { CONTENT_EXAMPLES } from './content-examples.ts'
import type { Example } from './example.ts'
import { TELEGRAM_FORMS } from './telegram-examples.ts'

const examples = Object.entries(CONTENT_EXAMPLES).flatMap(([name, all]) =>
  all.map((example, index) => ({ name: name as ContentName, index, title: `${name} ${example.what}`, example })),
)

/** How a channel's calls are compared. */
interface Tried {
  readonly config: ChannelConfig
  /** The part of a call that depends on the content. */
  formOf(call: Call): unknown
  expected(example: Example, name: ContentName, index: number): readonly unknown[] | undefined
}

const TRIED: { readonly [Type in ChannelType]: Tried } = {
  webhook: { config: webhookChannel, formOf: ({ message }) => message, expected: ({ said }) => [said] },
  messenger: { config: messengerChannel, formOf: ({ message }) => message, expected: ({ messenger }) => messenger },
  telegram: {
    config: telegramChannel,
    formOf: ({ instead: _, ...call }) => call,
    expected: (_example, name, index) => TELEGRAM_FORMS[name][index],
  },
}

async function rendered(content: Content, type: ChannelType) {
  const { config } = TRIED[type]
  const rendering: Rendering = (await channelFor(config)).render(aDelivery(content), config, START)
  if (rendering.status === 'refused') throw new Error(rendering.reason)
  return rendering.calls
}

describe.each(Object.keys(TRIED) as readonly ChannelType[])('the channel %s', type => {
  it.each(examples)('sends in its form: $title', async ({ name, index, example }) => {
    const { formOf, expected } = TRIED[type]
    expect((await rendered(example.said, type)).map(formOf)).toEqual(expected(example, name, index))
  })
})

describe('an example', () => {
  it.each(examples)('has the content of its row: $title', ({ name, example: { said } }) => {
    const shown = readPayload(said)
    const names = [
      shown.kind,
      ...(shown.quickReplies.length > 0 ? ['quickReplies'] : []),
      ...shown.buttons.map(({ type }) => `${type}Button`),
      ...(/\*\*/.test(shown.text ?? '') ? ['markdown'] : []),
    ]
    expect(names).toContain(name)
  })

  it.each(examples)('has a plain text: $title', ({ example: { said, plain } }) => {
    expect(plainText(readPayload(said))).toBe(plain)
  })

  it.each(examples)('is one that the Send API takes: $title', async ({ example: { said } }) => {
    expect((await rendered(said, 'messenger')).flatMap(complaintsAbout)).toEqual([])
  })
})
