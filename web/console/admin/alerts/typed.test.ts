import { describe, expect, it } from 'vitest'
import { ALERT_FIELDS, type AlertFilter } from '../../../../lib/protocol/subscription.ts'
import { addressIn, CHOICES, filterIn, isAddress, LISTS, typedOf } from './typed.ts'

const nothing = typedOf({})

describe('a filter in a form', () => {
  it('has a place for every field', () => {
    expect([...Object.keys(CHOICES), ...LISTS].sort()).toEqual([...ALERT_FIELDS].sort())
  })

  it.each<AlertFilter>([
    {},
    { priority: ['high', 'urgent'], event: ['handoff.requested'] },
    { channel: ['web', 'api'], queue: ['sales'], language: ['de-CH'], trigger: ['the bot failed'] },
    { step: ['1'] },
  ])('is the filter that was put into it: %j', filter => {
    expect(filterIn(typedOf(filter))).toEqual({ status: 'good', filter })
  })

  it('drops empty and repeated values, and the spaces around them', () => {
    expect(filterIn({ ...nothing, channel: ' web,, api , web ', queue: ' , ' })).toEqual({
      status: 'good',
      filter: { channel: ['web', 'api'] },
    })
  })

  it('has a fault if SNS would not accept it', () => {
    const many = (count: number) => Array.from({ length: count }, (_, number) => `v${number}`).join(',')

    expect(filterIn({ ...nothing, channel: 'a', queue: 'b', language: 'c', trigger: 'd', step: 'e' })).toEqual({
      status: 'bad',
      fault: 'fields',
    })
    expect(filterIn({ ...nothing, channel: many(13), queue: many(12) })).toEqual({
      status: 'bad',
      fault: 'combinations',
    })
    expect(filterIn({ ...nothing, channel: 'x'.repeat(257) })).toEqual({ status: 'bad', fault: 'values' })
  })
})

describe('an address in a form', () => {
  it.each([
    ['email', ' ana@example.test ', 'ana@example.test', true],
    ['email', 'ana', 'ana', false],
    ['sms', '+49 (170) 123-45.67', '+491701234567', true],
    ['sms', '0170 1234567', '01701234567', false],
    ['https', ' https://example.com/x ', 'https://example.com/x', true],
    ['https', 'example.com', 'example.com', false],
  ] as const)('%s %j is %j, which suits: %j', (protocol, text, address, suits) => {
    expect(addressIn(protocol, text)).toBe(address)
    expect(isAddress(protocol, address)).toBe(suits)
  })
})
