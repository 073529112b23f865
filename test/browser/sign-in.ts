import type { Page } from 'playwright-core'

/** Signs a window in at the console of a running Interlude via the issuer's page. */
export async function signIn(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/console/`)
  await page.getByRole('button', { name: /^sign in$/i }).click()
  await page.getByRole('button', { name }).click()
  await page.getByRole('navigation', { name: 'Views' }).waitFor()
}
