import type { Browser, Page } from 'playwright-core'
import { openChromium } from '../../test/browser/chromium.ts'
import { signIn } from '../../test/browser/sign-in.ts'
import { call } from '../../test/e2e/client.ts'
import { BOT, CHANNEL, type Filled, fillSqlite } from '../fill.ts'
import { type Product, startProduct } from '../server.ts'

/** An agent's screen. */
const SCREEN = { width: 1440, height: 900 }
/** Long, since a busy machine may be slow. The figures show that anyway. */
const TIMEOUT_MS = 120_000

/** A running Interlude with many conversations, and a browser. */
export interface Stage {
  readonly product: Product
  readonly filled: Filled
  /** The folder of the data. */
  readonly data: string
  /** The users whose conversations were made after the filling. */
  readonly made: Set<string>
  /** Opens a window with empty caches, signed in as a person who may see the bot. */
  window(): Promise<Page>
  /** Returns the address of a place in the console: `all/ses_…`. */
  at(place: string): string
  /** Sends a request of the bot or its channel to a path below a user's: `carla/messages`. */
  post<Answer>(path: string, body: unknown): Promise<Answer>
  say(line: string): void
  close(): Promise<void>
}

/** Fills a store below `data`, and starts Interlude over it and a browser. */
export async function openStage(data: string, conversations: number, say: (line: string) => void): Promise<Stage> {
  const filled = await fillSqlite(data, conversations, () => {})
  say(`${conversations.toLocaleString('en')} conversations are stored`)
  const product = await startProduct(data, 'sqlite')
  const browser = await openChromium().catch(async error => {
    await product.stop()
    throw error
  })
  const origins = await signedIn(browser, product.dev.url)
  return {
    product,
    filled,
    data,
    made: new Set(),
    async window() {
      const context = await browser.newContext({
        viewport: SCREEN,
        locale: 'en-GB',
        // Scrolls at once, so that its effect can be distinguished from what the page does.
        reducedMotion: 'reduce',
        storageState: { cookies: [], origins },
      })
      context.setDefaultTimeout(TIMEOUT_MS)
      return await context.newPage()
    },
    at: place => `${product.dev.url}/console/${BOT}/${place}`,
    post: (path, body) => posted(product.dev.url, filled.botKey, path, body),
    say,
    async close() {
      await browser.close()
      await product.stop()
    },
  }
}

/** Signs in as the administrator: the other demo people see only the demo bot. */
async function signedIn(browser: Browser, url: string) {
  const context = await browser.newContext({ viewport: SCREEN, locale: 'en-GB' })
  await signIn(await context.newPage(), url, 'Admin')
  const { origins } = await context.storageState()
  await context.close()
  return origins
}

async function posted<Answer>(url: string, key: string, path: string, json: unknown): Promise<Answer> {
  const user = `${url}/api/v1/bots/${BOT}/channel/${CHANNEL}/user`
  const { status, body } = await call<Answer>(`${user}/${path}`, { method: 'POST', token: key, json })
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
  return body
}
