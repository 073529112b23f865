import { describe, expect, it } from 'vitest'
import { type ChannelConfig, channelOf } from './channels.ts'

const hook: ChannelConfig = { type: 'webhook', url: 'https://example.com/', secret: 'whsec_x', replies: 'answer' }

describe("a channel's configuration", () => {
  it('is found by the name of the channel', () => {
    expect(channelOf({ channels: { api: hook } }, 'api')).toBe(hook)
    expect(channelOf({ channels: { constructor: hook } }, 'constructor')).toBe(hook)
  })

  it.each(['constructor', 'toString', '__proto__'])('is undefined for the name %s if it is not configured', name => {
    expect(channelOf({ channels: {} }, name)).toBeUndefined()
  })
})
