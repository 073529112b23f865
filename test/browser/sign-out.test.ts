import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { runningWorld } from '../e2e/running-world.ts'
import { aBrowser } from './people.ts'

const EVERYWHERE = '**/api/v1/me/sign-out-everywhere'

describe('signing out everywhere', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  const settings = async (page: Page) => {
    await page.getByRole('button', { name: 'Settings' }).click()
    return page.getByRole('dialog')
  }

  it('reports a failure, keeps both sign-ins until then, and works on the second try', async () => {
    const [here, there] = [await browsing.agent('Ana'), await browsing.agent('Ana')]
    await here.route(EVERYWHERE, route => route.fulfill({ status: 503, json: {} }), { times: 1 })
    const dialog = await settings(here)
    const everywhere = dialog.getByRole('button', { name: 'Sign out everywhere' })
    await everywhere.click()
    await dialog
      .getByRole('alert')
      .getByText(/You are still signed in/)
      .waitFor()
    expect(await here.evaluate(() => localStorage.getItem('interlude.sign-in'))).not.toBeNull()
    expect(await there.getByRole('navigation', { name: 'Views' }).isVisible()).toBe(true)

    await everywhere.click()
    // The page depends on whether the closed socket or the sign-out arrives first.
    await here.getByRole('button', { name: 'Sign in' }).waitFor()
    await there.getByRole('heading', { name: 'Your sign-in has ended' }).waitFor()
  })

  it('still offers to sign out here if the server does not answer', async () => {
    const [here, there] = [await browsing.agent('Ben'), await browsing.agent('Ben')]
    await here.route(EVERYWHERE, route => route.abort())
    const dialog = await settings(here)
    await dialog.getByRole('button', { name: 'Sign out everywhere' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByRole('button', { name: 'Sign out', exact: true }).click()
    await here.getByRole('heading', { name: 'Welcome to Interlude' }).waitFor()
    await there.reload()
    await there.getByRole('navigation', { name: 'Views' }).waitFor()
  })
})
