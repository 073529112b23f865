import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { defined } from '../../lib/defined.ts'
import { placeOf } from '../../lib/web/place.ts'
import { ROOT } from '../../local/web/sources.ts'
import { BASE, placeAt } from '../../web/console/app/paths.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { findViolations, layOutAxe } from './pages/axe.ts'
import { CONSOLE_STATES } from './pages/console-states.ts'
import { CONSOLE_PAGES, DESIGNED, MEMBERS, SERVED_PAGES } from './pages/design.ts'
import { walkByKeyboard } from './pages/keyboard.ts'
import { type Stage, setTheStage } from './pages/stage.ts'
import { aBrowser, DESKTOP, PHONE } from './people.ts'
import { type Screen, STATES } from './states.ts'

/** The folder for screenshots of all states. */
const PICTURES = join(ROOT, 'dist', 'screenshots')

const SIZES = { desktop: DESKTOP, phone: PHONE } as const satisfies Record<Screen, unknown>
const SCHEMES = ['light', 'dark'] as const

describe('each page in each state', () => {
  // An agent whose last window is closed keeps their conversation while the tests run.
  const world = runningWorld('sqlite', { graceMs: 24 * 3_600_000 })
  const browsing = aBrowser(world)
  let stage: Stage

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true })
    stage = await setTheStage(world, browsing)
  })

  for (const [name, { by, reach, complaint, leaves = [], locale, only }] of STATES) {
    it(`has one heading, no overflow, no axe violations and full keyboard access on every screen: ${name}`, async () => {
      const screens = (['desktop', 'phone'] as const).filter(screen => only === undefined || only === screen)
      const page = await browsing.window({
        size: SIZES[screens[0] ?? 'desktop'],
        ...defined({ locale }),
      })
      if (by !== 'nobody') await browsing.signedIn(page, by)
      const complaints = hearComplaints(page, complaint)
      await reach(page, stage)
      expect(pageAt(page)).toMatchObject(pageOwedBy(name))
      await layOutAxe(page)
      for (const screen of screens) {
        await page.setViewportSize(SIZES[screen])
        await feelTouch(page, screen === 'phone')
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme })
          await page.screenshot({ path: join(PICTURES, `${name}, ${screen}, ${colorScheme}.png`) })
          const found = { ...(await layoutOf(page)), violations: await findViolations(page, leaves) }
          expect.soft(found, `${screen}, ${colorScheme}`).toEqual({ headings: 1, isWide: false, violations: [] })
        }
      }
      await page.setViewportSize(SIZES[screens[0] ?? 'desktop'])
      expect(await walkByKeyboard(page)).toEqual({ unreached: [], unseen: [] })
      expect(complaints).toEqual([])
    })
  }

  it('includes all states of the design, and each member of the unions that pages draw', () => {
    const named = [DESIGNED.console, DESIGNED.widget, ...Object.values(MEMBERS)].flatMap(part =>
      Object.values(part).flat(),
    )
    expect(named.filter(name => !STATES.has(name))).toEqual([])
  })

  it('is reported if it violates an axe rule, also in a frame, or if the keyboard cannot use it', async () => {
    const page = await browsing.window()
    await page.setContent(BROKEN)
    await page.frameLocator('iframe').getByText('faint').waitFor()
    await layOutAxe(page)
    const broken = (await findViolations(page, [])).map(([rule]) => rule)
    expect(broken).toEqual(expect.arrayContaining(['color-contrast', 'image-alt', 'target-size']))
    expect(await findViolations(page, ['color-contrast', 'image-alt', 'target-size'])).toEqual([])
    const { unreached, unseen } = await walkByKeyboard(page)
    expect([unreached.length, unseen.length]).toEqual([1, 1])
  })

  it.each(['dialog palette', 'dialog keys', 'dialog settings'] as const)(
    'returns the focus when Escape closes it: %s',
    async name => {
      const page = await browsing.window()
      await browsing.signedIn(page, 'Ana')
      await CONSOLE_STATES['conversation mine'].reach(page, stage)
      const opener = page.getByRole('button', { name: 'Settings' })
      await opener.focus()
      await page.keyboard.press(KEYS[name])
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await expect.poll(() => opener.evaluate(each => each.matches(':focus'))).toBe(true)
    },
  )
})

const KEYS = { 'dialog palette': 'Control+k', 'dialog keys': '?', 'dialog settings': 'Enter' } as const

const BROKEN = `<!doctype html><html lang="en"><title>A shop</title><main>
  <h1>A shop</h1>
  <button style="width: 9px; height: 9px; padding: 0">a</button><button style="width: 9px; height: 9px; padding: 0">b</button>
  <p><button tabindex="-1">out of reach</button></p>
  <p><a href="#top" style="outline: none">shows no focus</a></p>
  <iframe title="A frame" srcdoc='<html lang="en"><title>In it</title><p style="color: #aaa">faint</p><img src="/x.png">'></iframe>
</main>`

/** The page at the address of a window. */
function pageAt(page: Page) {
  const { pathname, searchParams } = new URL(page.url())
  const served = placeOf(pathname)
  const console = pathname.startsWith(BASE) ? placeAt(pathname.slice(BASE.length), searchParams).page : undefined
  return { served: served?.kind === 'file' ? served.page : undefined, console }
}

/** The page that a state shows, from the tables of the design. */
function pageOwedBy(name: string) {
  const owed = (pages: Readonly<Record<string, string>>) =>
    Object.entries(pages).find(([, state]) => state === name)?.[0]
  const [served, console] = [owed(SERVED_PAGES), owed(CONSOLE_PAGES)]
  return defined({ served, console })
}

/** Switches touch on or off: pages have larger targets for `pointer: coarse`. */
async function feelTouch(page: Page, enabled: boolean): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setTouchEmulationEnabled', { enabled, maxTouchPoints: 1 })
}

/** Records every error that the browser reports, such as a violation of the page's policy. */
function hearComplaints(page: Page, expected: RegExp | undefined): readonly string[] {
  const complaints: string[] = []
  page.on('console', message => {
    const isExpected = expected?.test(message.text()) === true
    if (message.type() === 'error' && !isExpected) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(String(error)))
  return complaints
}

const layoutOf = (page: Page) =>
  page.evaluate(() => ({
    headings: [...document.querySelectorAll('h1')].filter(each => each.checkVisibility()).length,
    isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  }))
