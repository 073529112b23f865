import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../../local/web/sources.ts'
import { aWorld } from '../e2e/world.ts'
import { CONSOLE_STATES } from './pages/console-states.ts'
import { walkByKeyboard } from './pages/keyboard.ts'
import { type Stage, setTheStage } from './pages/stage.ts'
import { aBrowser, DESKTOP, PHONE } from './people.ts'
import { type Screen, STATES } from './states.ts'

/** Where the pictures of all states are put, for people to look at. */
const PICTURES = join(ROOT, 'dist', 'screenshots')

const SIZES = { desktop: DESKTOP, phone: PHONE } as const satisfies Record<Screen, unknown>
const SCHEMES = ['light', 'dark'] as const

describe('each page in each state', () => {
  const world = aWorld('sqlite')
  const browsing = aBrowser(world)
  let stage: Stage

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true })
    stage = await setTheStage(world, browsing)
  })

  for (const [name, { by, reach, complaint, leaves = [], locale, only }] of STATES) {
    it(`is whole and accessible on every screen, and by keyboard: ${name}`, async () => {
      const screens = (['desktop', 'phone'] as const).filter(screen => only === undefined || only === screen)
      const page = await browsing.window({
        size: SIZES[screens[0] ?? 'desktop'],
        ...(locale !== undefined && { locale }),
      })
      try {
        if (by !== 'nobody') await browsing.signedIn(page, by)
        const complaints = hearComplaints(page, complaint)
        await reach(page, stage)
        for (const screen of screens) {
          await page.setViewportSize(SIZES[screen])
          await feelTouch(page, screen === 'phone')
          for (const colorScheme of SCHEMES) {
            await page.emulateMedia({ colorScheme })
            await page.screenshot({ path: join(PICTURES, `${name}, ${screen}, ${colorScheme}.png`) })
            const found = { ...(await layoutOf(page)), violations: [] as unknown[] }
            // A rule is about sizes or about colours: two of the four pictures have all of both.
            if ((screen === 'phone') === (colorScheme === 'dark')) found.violations = await violationsOf(page, leaves)
            expect.soft(found, `${screen}, ${colorScheme}`).toEqual({ headings: 1, isWide: false, violations: [] })
          }
        }
        await page.setViewportSize(SIZES[screens[0] ?? 'desktop'])
        expect(await walkByKeyboard(page)).toEqual({ unreached: [], unseen: [] })
        expect(complaints).toEqual([])
      } finally {
        await page.context().close()
      }
    })
  }

  it.each(['dialog palette', 'dialog keys', 'dialog settings'] as const)(
    'gives the focus back when Escape closes it: %s',
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

/** Fingers need larger targets: pages ask for them by `pointer: coarse`. */
async function feelTouch(page: Page, enabled: boolean): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setTouchEmulationEnabled', { enabled, maxTouchPoints: 1 })
}

/** Keeps every error that the browser reports, such as a refusal of the page's policy. */
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

async function violationsOf(page: Page, leaves: readonly string[]) {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .disableRules([...leaves])
    .analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])
}
