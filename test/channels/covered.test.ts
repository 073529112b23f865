import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { channels } from '../../lib/channels/channels.ts'

it.each(Object.keys(channels))('the channel %s keeps the contract of channels, in a test of its name', type => {
  const test = readFileSync(new URL(`${type}.test.ts`, import.meta.url), 'utf8')
  expect(test).toContain(`calledChannelContract('${type}'`)
})
