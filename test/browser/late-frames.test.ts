import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { eventually } from '../e2e/eventually.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { demoBot, field, logOf, openConversation, row } from './console-page.ts'
import { aLine } from './line.ts'
import { aBrowser } from './people.ts'

/** The tolerance for positions of rows, which browsers round. */
const ROUNDING_PX = 1
/** Longer than the log holds its place after a row got its height. */
const RELEASED_MS = 600
/** So high that the log moves up by more than the distance within which it follows new rows. */
const HIGH_DRAFT = 'a line\n'.repeat(8)
/** More than the log renders beyond the screen. */
const MANY = 60

describe('the log of a conversation, on a busy page whose frames come late', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  /** A conversation at its end, with a high draft, whose place is no longer held. */
  const drafting = async (userId: string, isWaiting: boolean) => {
    const bot = demoBot(world)
    const { body } = await bot.receive(userId, { text: 'hello', user: { fullName: userId } })
    await bot.pauseUser(userId)
    const hear = async (text: string, times: number) => {
      for (let n = 1; n <= times; n++) await bot.receive(userId, { text: `${text} ${n}` })
    }
    await hear('line', 40)
    const line = await world.keep(aLine())
    const page = await browsing.window({ line })
    await browsing.signIn(page, 'Ana')
    await openConversation(page, world, bot, body.session)
    await row(page, 'line 40').waitFor()
    if (isWaiting) {
      const lost = line.lose('up')
      await field(page).fill('not heard')
      await field(page).press('Enter')
      await lost
      await logOf(page).locator('li[data-kind=outbox]').waitFor()
    }
    await field(page).fill(HIGH_DRAFT)
    await isAtEnd(page)
    await sleep(RELEASED_MS)
    return { page, hear }
  }

  it('stays at its end as messages arrive before one that waits to be sent', async () => {
    const { page, hear } = await drafting('waiting', true)
    const show = await withoutFrames(page)
    await page.evaluate(clearField)
    await hear('late', 4)
    await eventually('the messages', async () => (await row(page, 'late 4').count()) === 1)
    await show()
    await isAtEnd(page)
    await hear('later', MANY)
    await row(page, `later ${MANY}`).waitFor()
    await isAtEnd(page)
    expect(await toNewest(page).count()).toBe(0)
  })

  it('stays at its end as the field of the answer gets lower', async () => {
    const { page, hear } = await drafting('lower', false)
    const show = await withoutFrames(page)
    await page.evaluate(clearField)
    await show()
    await sleep(RELEASED_MS)
    await hear('later', MANY)
    await row(page, `later ${MANY}`).waitFor()
    await isAtEnd(page)
    expect(await toNewest(page).count()).toBe(0)
  })
})

const isAtEnd = (page: Page) =>
  eventually('the log at its end', async () => {
    const px = await logOf(page).evaluate(log => log.scrollHeight - log.scrollTop - log.clientHeight)
    return px <= ROUNDING_PX
  })

/** The button of a log that is not at its end. */
const toNewest = (page: Page) => page.getByRole('button', { name: /^To the newest message$|new messages?$/ })

/**
 * Keeps the page from rendering while its scripts run, so that its scroll events are late, as on a busy machine.
 * Returns a function that lets it render again.
 */
async function withoutFrames(page: Page): Promise<() => Promise<void>> {
  const release = await page.evaluateHandle(
    () =>
      new Promise<{ end: () => void }>(begun => {
        document.startViewTransition(() => new Promise<void>(end => begun({ end })))
      }),
  )
  return async () => await release.evaluate(({ end }) => end())
}

/** In the page: clears the field. Reads the log's place, and so makes the browser move the log up. */
function clearField(): void {
  const field = document.querySelector<HTMLTextAreaElement>('form textarea')
  const log = document.querySelector('section[aria-label="Messages"]')
  const before = log?.scrollTop ?? 0
  field?.focus()
  field?.select()
  document.execCommand('delete')
  if (log === null || log.scrollTop >= before) throw new Error('the log did not move')
}
