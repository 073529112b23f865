import type { Page } from 'playwright-core'
import { type TestBot, testBot } from '../e2e/client.ts'
import type { RunningWorld } from '../e2e/running-world.ts'

/** The log of the open conversation. */
export const logOf = (page: Page) => page.getByRole('region', { name: 'Messages' })
/** The last row of the log that contains a text. */
export const row = (page: Page, text: string) => logOf(page).locator('li', { hasText: text }).last()
/** The field for answers and notes. */
export const field = (page: Page) => page.getByRole('form', { name: 'Answer' }).getByRole('textbox')

/** Returns a client of the demo bot. The world must be running. */
export const demoBot = ({ dev: { url, botId, botKey } }: RunningWorld): TestBot =>
  testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)

/** Opens a conversation in the console, and waits until the agent can answer. */
export async function openConversation(
  page: Page,
  { dev }: RunningWorld,
  { botId }: TestBot,
  session: string,
): Promise<void> {
  await page.goto(`${dev.url}/console/${botId}/all/${session}`)
  await field(page).waitFor()
}
