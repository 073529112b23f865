import { describe, expect, it } from 'vitest'
import type { Rendering } from '../../lib/channels/channel.ts'
import { channelFor } from '../../lib/channels/channels.ts'
import type { ContentName } from '../../lib/channels/forms.ts'
import { complaintsAbout } from '../../lib/channels/messenger/test-send-api.ts'
import type { ChannelConfig, ChannelType } from '../../lib/protocol/channels.ts'
import type { Content } from '../../lib/protocol/message.ts'
import { plainText } from '../../lib/protocol/plain-text.ts'
import { readPayload } from '../../lib/protocol/read-payload.ts'
import { webhookChannel } from '../support/app.ts'
import { START } from '../support/clock.ts'
import { aDelivery, messengerChannel } from '../support/deliveries.ts'
import { CONTENT_EXAMPLES } from './content-examples.ts'
import type { Example } from './example.ts'

const examples = Object.entries(CONTENT_EXAMPLES).flatMap(([name, all]) =>
  all.map(example => ({ name: name as ContentName, title: `${name} ${example.what}`, example })),
)

const CONFIGS: { readonly [Type in ChannelType]: ChannelConfig } = {
  webhook: webhookChannel,
  messenger: messengerChannel,
}

/** The part of a channel's calls that depends on the content. */
const EXPECTED: { readonly [Type in ChannelType]: (example: Example) => readonly unknown[] } = {
  webhook: ({ said }) => [said],
  messenger: ({ messenger }) => messenger,
}

async function rendered(content: Content, type: ChannelType) {
  const config = CONFIGS[type]
  const rendering: Rendering = (await channelFor(config)).render(aDelivery(content), config, START)
  if (rendering.status === 'refused') throw new Error(rendering.reason)
  return rendering.calls
}

describe.each(Object.keys(CONFIGS) as readonly ChannelType[])('the channel %s', type => {
  it.each(examples)('sends in its form: $title', async ({ example }) => {
    const expected = EXPECTED[type](example)
    expect((await rendered(example.said, type)).map(({ message }) => message)).toEqual(expected)
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
