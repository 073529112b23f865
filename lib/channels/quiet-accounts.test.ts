import { describe, expect, it } from 'vitest'
import { webhookChannel } from '../../test/support/app.ts'
import { minutes } from '../../test/support/clock.ts'
import { messengerChannel } from '../../test/support/deliveries.ts'
import { leaveAlone, leftAlone } from './quiet-accounts.ts'

const asks = { status: 'skipped', waitMs: minutes(1), reason: 'Facebook asks to wait', forAccount: true } as const

describe('an account that its platform wants left alone', () => {
  it('is left alone until the time that the platform named', () => {
    const directory = {}
    leaveAlone(directory, messengerChannel, asks, 1_000)
    expect(leftAlone(directory, messengerChannel, 31_000)).toEqual({
      status: 'skipped',
      waitMs: 30_000,
      reason: 'Facebook asks to wait',
    })
    expect(leftAlone(directory, messengerChannel, 61_000)).toBeUndefined()
  })

  it('leaves other accounts, other applications and the same page with a new token as they are', () => {
    const directory = {}
    leaveAlone(directory, messengerChannel, asks, 0)
    expect(leftAlone(directory, webhookChannel, 1)).toBeUndefined()
    expect(leftAlone({}, messengerChannel, 1)).toBeUndefined()
    expect(leftAlone(directory, { ...messengerChannel, pageToken: 'another one' }, 1)).toBeUndefined()
  })

  it('is no account whose platform skipped one call alone', () => {
    const directory = {}
    leaveAlone(directory, messengerChannel, { status: 'skipped', waitMs: minutes(1) }, 0)
    expect(leftAlone(directory, messengerChannel, 1)).toBeUndefined()
  })
})
