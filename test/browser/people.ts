import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { KEPT_KEY } from '../../web/console/sign-in/kept.ts'
import type { RunningWorld } from '../e2e/running-world.ts'
import { openChromium } from './chromium.ts'
import type { Line } from './line.ts'
import { signIn as signInAt } from './sign-in.ts'

export interface ScreenOptions {
  readonly size?: { readonly width: number; readonly height: number }
  readonly colorScheme?: 'light' | 'dark'
  readonly locale?: string
  /** The proxy for all connections of the window. */
  readonly line?: Line
}

/** A browser and its windows. A window closes after the test that opened it. */
export interface Browsing {
  /** A window with storage of its own. */
  window(options?: ScreenOptions): Promise<Page>
  /** A window of an agent who signed in via the issuer's page. */
  agent(name: string, options?: ScreenOptions): Promise<Page>
  /** Signs a window in at the console via the issuer's page. */
  signIn(page: Page, name: string): Promise<void>
  /** Signs a window in by copying the storage of an earlier sign-in. */
  signedIn(page: Page, name: string): Promise<void>
}

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }
const TIMEOUT_MS = 20_000

type Origins = Awaited<ReturnType<BrowserContext['storageState']>>['origins']

/**
 * Windows that share a sign-in lose it when one renews it. A sign-in is shared only while it needs no renewal for this
 * time.
 */
const FRESH_MS = 2 * 60_000

function endsSoon(origins: Origins): boolean {
  const kept = origins.flatMap(({ localStorage }) => localStorage).find(({ name }) => name === KEPT_KEY)
  const { expiresAt = 0 }: { expiresAt?: number } = JSON.parse(kept?.value ?? '{}')
  return expiresAt - Date.now() < FRESH_MS
}

export function aBrowser(world: RunningWorld): Browsing {
  let browser: Browser | undefined
  const contexts: BrowserContext[] = []
  const signedIn = new Map<string, Origins>()
  beforeAll(async () => {
    browser = await openChromium()
  })
  // Each test closes its windows: all open windows of a file would slow its last tests down.
  let ofAllTests = 0
  beforeEach(() => {
    ofAllTests = contexts.length
  })
  afterEach(async () => {
    for (const context of contexts.splice(ofAllTests)) await context.close()
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
  })
  const window = async ({ size = DESKTOP, colorScheme = 'light', locale = 'en-GB', line }: ScreenOptions = {}) => {
    if (browser === undefined) throw new Error('the browser does not run')
    const proxy = line && { proxy: { server: line.url } }
    const context = await browser.newContext({
      viewport: size,
      colorScheme,
      locale,
      reducedMotion: 'reduce',
      ...proxy,
    })
    context.setDefaultTimeout(TIMEOUT_MS)
    contexts.push(context)
    return await context.newPage()
  }
  const signIn = (page: Page, name: string) => signInAt(page, world.dev.url, name)
  return {
    window,
    signIn,
    async signedIn(page, name) {
      let kept = signedIn.get(name)
      if (kept === undefined || endsSoon(kept)) {
        const first = await window()
        await signIn(first, name)
        kept = (await first.context().storageState()).origins
        await first.context().close()
        signedIn.set(name, kept)
      }
      await page.context().setStorageState({ cookies: [], origins: kept })
    },
    async agent(name, options) {
      const page = await window(options)
      await signIn(page, name)
      return page
    },
  }
}
