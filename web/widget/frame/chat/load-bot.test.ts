import { afterEach, describe, expect, it, vi } from 'vitest'
import { closedBy, loadBot } from './load-bot.ts'
import { Refusal } from './refusal.ts'

afterEach(() => vi.unstubAllGlobals())

describe('the reason for which no chat opens', () => {
  it.each([
    [404, 'bot.not_found', 'unknown-bot'],
    [401, 'auth.invalid', 'expired'],
    [403, 'auth.forbidden', 'expired'],
    [400, 'request.invalid', 'failed'],
    [429, '', 'failed'],
    [503, 'service.overloaded', 'failed'],
  ] as const)('follows from the status %d and the code "%s"', (status, code, closed) => {
    expect(closedBy(new Refusal(status, code))).toBe(closed)
  })

  it('is a failure if no answer came', () => {
    expect(closedBy(new TypeError('Failed to fetch'))).toBe('failed')
  })

  it('is an unknown bot if no bot can have its id', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ code: 'request.invalid' }, { status: 400 }))
    expect(await loadBot('no bot')).toBe('unknown-bot')
  })
})
