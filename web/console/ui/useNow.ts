import { useSyncExternalStore } from 'react'
import { Ticker } from './ticker.ts'

const tickers = new Map<number, Ticker>()

/** All components with the same interval share a ticker, so that the page draws their changes in one frame. */
function tickerOf(everyMs: number): Ticker {
  const ticker = tickers.get(everyMs) ?? new Ticker(everyMs)
  tickers.set(everyMs, ticker)
  return ticker
}

/** Returns the current time in ms since 1970, updated every `everyMs` while the page is visible. */
export function useNow(everyMs: number): number {
  return useNowFor(everyMs, now => now)
}

/**
 * Returns what `make` makes of the current time. The component renders again only if that changes, which a look every
 * `everyMs` finds out.
 */
export function useNowFor<Made extends string | number | boolean>(everyMs: number, make: (now: number) => Made): Made {
  const ticker = tickerOf(everyMs)
  return useSyncExternalStore(ticker.subscribe, () => make(ticker.now()))
}
