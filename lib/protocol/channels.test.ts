import { describe, expect, it } from 'vitest'
import { ChannelConfig, channelOf } from './channels.ts'

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

describe('a page with personas', () => {
  const page = { type: 'messenger', pageId: '1', pageToken: 'x', agentName: 'persona' }
  const problemsOf = (config: object) => ChannelConfig.safeParse(config).error?.issues.map(({ path }) => path.join('.'))

  it('needs the address of a picture, over https', () => {
    expect(problemsOf({ ...page, personaPicture: 'https://shop.example/agent.png' })).toBeUndefined()
    expect(problemsOf({ ...page, agentName: 'show' })).toBeUndefined()
    expect(problemsOf(page)).toEqual(['personaPicture'])
    expect(problemsOf({ ...page, personaPicture: 'http://shop.example/agent.png' })).toEqual(['personaPicture'])
  })

  it('is told so also while other fields are wrong', () => {
    expect(problemsOf({ ...page, pageId: 'my page' })).toEqual(['pageId', 'personaPicture'])
    expect(problemsOf({ ...page, more: 1 })).toContain('personaPicture')
  })
})
