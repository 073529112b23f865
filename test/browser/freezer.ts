import { createServer } from 'node:net'
import { type CDPSession, chromium, type Page } from 'playwright-core'
import { openChromium } from './chromium.ts'
import type { Line } from './line.ts'
import { DESKTOP } from './people.ts'

/** A tab that the browser freezes, as it does with hidden tabs: no timer fires, and no socket event arrives. */
export interface FreezableTab {
  readonly page: Page
  /** Hides the tab, and freezes it. */
  freeze(): Promise<void>
  /** Unfreezes the tab, and shows it. */
  thaw(): Promise<void>
}

export interface Freezer {
  /** Opens a tab in the one window, whose tabs share storage. */
  tab(): Promise<FreezableTab>
  close(): Promise<void>
}

/**
 * A browser whose tabs can be frozen. Playwright keeps each page of its contexts in front, and Chromium freezes no page
 * in front. So these tabs belong to the browser's own context, and a second connection does not force them to the
 * front.
 */
export async function aFreezer(line: Line): Promise<Freezer> {
  const debugPort = await freePort()
  const browser = await openChromium({ debugPort, proxy: line.url })
  const own = await chromium.connectOverCDP(`http://127.0.0.1:${debugPort}`, { noDefaults: true })
  const [context] = own.contexts()
  if (context === undefined) throw new Error('the browser has no window of its own')
  return {
    async tab() {
      const page = await context.newPage()
      await page.setViewportSize(DESKTOP)
      return freezable(page, await context.newCDPSession(page))
    },
    async close() {
      await own.close()
      await browser.close()
    },
  }
}

function freezable(page: Page, devtools: CDPSession): FreezableTab {
  const bringToFront = (enabled: boolean) => devtools.send('Emulation.setFocusEmulationEnabled', { enabled })
  return {
    page,
    async freeze() {
      await bringToFront(false)
      await devtools.send('Page.setWebLifecycleState', { state: 'frozen' })
    },
    async thaw() {
      await devtools.send('Page.setWebLifecycleState', { state: 'active' })
      await bringToFront(true)
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('there is no free port')
  return address.port
}
