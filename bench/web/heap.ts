import type { Page } from 'playwright-core'

/** The memory of a page after a garbage collection. */
export interface Held {
  readonly heapMb: number
  /** DOM nodes, including detached ones. */
  readonly nodes: number
}

/** Returns a function that measures a page. */
export async function heapOf(page: Page): Promise<() => Promise<Held>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.enable')
  return async () => {
    await devtools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await devtools.send('Runtime.getHeapUsage')
    const { nodes } = await devtools.send('Memory.getDOMCounters')
    return { heapMb: usedSize / 1024 / 1024, nodes }
  }
}
