import { describe, expect, it } from 'vitest'
import { type Place, pathOf, placeAt } from './paths.ts'

const NO_QUERY = new URLSearchParams()

describe('an address of the console', () => {
  it.each<Exclude<Place, { page: 'unknown' }>>([
    { page: 'start' },
    { page: 'bot', botId: 'demo' },
    { page: 'steps', botId: 'demo' },
    { page: 'reports', botId: 'demo' },
    { page: 'inbox', botId: 'demo', view: 'waiting' },
    { page: 'inbox', botId: 'a@b:c', view: 'mine', session: 'ses_0YteZeIc4ytz1XF8e5oeb3' },
    { page: 'inbox', botId: 'demo', view: 'waiting', queue: 'a&b' },
    { page: 'inbox', botId: 'demo', view: 'waiting', queue: 'vip', session: 'ses_0YteZeIc4ytz1XF8e5oeb3' },
  ])('leads back to the place %j', place => {
    const [path = '', query] = pathOf(place).split('?')
    expect(placeAt(path, new URLSearchParams(query))).toEqual(place)
  })

  it('opens the first view if it names only a bot', () => {
    expect(placeAt('/demo', NO_QUERY)).toEqual({ page: 'inbox', botId: 'demo', view: 'waiting' })
    expect(placeAt('/demo/', NO_QUERY)).toEqual({ page: 'inbox', botId: 'demo', view: 'waiting' })
  })

  it('opens the conversation that an alert links to', () => {
    const link = new URLSearchParams('bot=demo&conversation=ses_0YteZeIc4ytz1XF8e5oeb3')
    expect(placeAt('/', link)).toEqual({
      page: 'inbox',
      botId: 'demo',
      view: 'all',
      session: 'ses_0YteZeIc4ytz1XF8e5oeb3',
    })
    expect(placeAt('/', new URLSearchParams('bot=demo'))).toEqual({ page: 'inbox', botId: 'demo', view: 'waiting' })
  })

  it('names a queue in the view of those who wait alone', () => {
    const query = new URLSearchParams('queue=vip')
    expect(placeAt('/demo', query)).toMatchObject({ view: 'waiting', queue: 'vip' })
    expect(placeAt('/demo/mine', query)).toEqual({ page: 'inbox', botId: 'demo', view: 'mine' })
    expect(placeAt('/demo/waiting', new URLSearchParams('queue='))).not.toHaveProperty('queue')
  })

  it('is unknown if it names no view, or has further segments', () => {
    for (const path of ['/demo/nowhere', '/demo/mine/ses_1/more', '/demo/setup/x', '/demo/reports/x']) {
      expect(placeAt(path, NO_QUERY)).toEqual({ page: 'unknown' })
    }
  })

  it('keeps text that is not percent-encoded', () => {
    expect(placeAt('/100%/mine', NO_QUERY)).toMatchObject({ botId: '100%' })
  })
})
