import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Ticker } from './ticker.ts'

const START = Date.parse('2026-01-05T09:00:00.000Z')

beforeEach(() => {
  vi.useFakeTimers({ now: START })
  vi.stubGlobal('document', { hidden: false, addEventListener() {}, removeEventListener() {} })
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('tells all listeners at the same moment, whenever they began to listen', () => {
  const ticker = new Ticker(1_000)
  const told: string[] = []
  const listen = (name: string) => ticker.subscribe(() => told.push(`${name} at ${ticker.now() - START}`))
  listen('one')
  vi.advanceTimersByTime(400)
  listen('two')
  vi.advanceTimersByTime(600)
  expect(told).toEqual(['one at 1000', 'two at 1000'])
})

it('keeps the same time between two changes, and sets no timer without listeners', () => {
  const ticker = new Ticker(1_000)
  expect(ticker.now()).toBe(START)
  vi.advanceTimersByTime(900)
  expect(ticker.now()).toBe(START)
  vi.advanceTimersByTime(5_000)
  expect(ticker.now()).toBe(START + 5_900)
  const end = ticker.subscribe(() => {})
  expect(vi.getTimerCount()).toBe(1)
  end()
  expect(vi.getTimerCount()).toBe(0)
})

it('stands still while the page is hidden', () => {
  vi.stubGlobal('document', { hidden: true, addEventListener() {}, removeEventListener() {} })
  const ticker = new Ticker(1_000)
  const listener = vi.fn()
  ticker.subscribe(listener)
  vi.advanceTimersByTime(10_000)
  expect(listener).not.toHaveBeenCalled()
})
