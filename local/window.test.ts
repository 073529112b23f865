import { expect, it } from 'vitest'
import { silentLog } from '../test/support/silent.ts'
import { window } from './window.ts'

const HOUR_MS = 3_600_000

it('a stopped window flushes the rest, and waits for the flushes that are under way', async () => {
  const first = Promise.withResolvers<void>()
  const flushed: string[] = []
  const flush = async (items: readonly string[]) => {
    if (items.includes('first')) await first.promise
    flushed.push(...items)
  }
  const quick = window<string>(1, flush, silentLog)
  quick.add(['first'])
  await new Promise(resolve => setTimeout(resolve, 20))
  quick.add(['second'])

  let isStopped = false
  const stopping = quick.stop().then(() => {
    isStopped = true
  })
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(isStopped).toBe(false)

  first.resolve()
  await stopping
  expect(flushed).toEqual(expect.arrayContaining(['first', 'second']))

  const slow = window<string>(HOUR_MS, flush, silentLog)
  slow.add(['third'])
  await slow.stop()
  expect(flushed).toContain('third')
})
