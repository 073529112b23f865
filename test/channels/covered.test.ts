import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CHANNEL_SECRETS } from '../../lib/protocol/channels.ts'

it.each(Object.keys(CHANNEL_SECRETS))('the channel %s keeps the contract of channels, in a test of its name', type => {
  const test = readFileSync(new URL(`${type}.test.ts`, import.meta.url), 'utf8')
  expect(test).toContain(`calledChannelContract('${type}'`)
})
