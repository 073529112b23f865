import { describe, expect, it } from 'vitest'
import { runningWorld } from '../e2e/running-world.ts'
import { findViolations, layOutAxe } from './pages/axe.ts'
import { aBrowser, DESKTOP, PHONE } from './people.ts'

/** More than the tab stops before the contents. */
const MAX_STOPS = 5

describe('the page of the API', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  it.each([
    ['desktop', 'light'],
    ['phone', 'dark'],
  ] as const)('has no axe violations, and its style is applied: %s, %s', async (screen, colorScheme) => {
    const page = await browsing.window({ size: screen === 'phone' ? PHONE : DESKTOP, colorScheme })
    await page.goto(`${world.dev.url}/docs`)
    await layOutAxe(page)
    expect(await page.locator('.skip').evaluate(each => getComputedStyle(each).position)).toBe('absolute')
    expect(await findViolations(page, [])).toEqual([])
  })

  it('scrolls its contents by keyboard', async () => {
    const page = await browsing.window({ size: DESKTOP })
    await page.goto(`${world.dev.url}/docs`)
    const contents = page.getByRole('navigation', { name: 'Contents' })
    const isFocused = () => contents.evaluate(each => each.matches(':focus'))
    for (let stop = 0; stop < MAX_STOPS && !(await isFocused()); stop++) await page.keyboard.press('Tab')
    expect(await isFocused()).toBe(true)
    await page.keyboard.press('End')
    await expect.poll(() => contents.evaluate(each => each.scrollTop)).toBeGreaterThan(0)
  })
})
