import type { FrameLocator, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { en as consoleInEnglish, type Texts } from '../../web/console/texts/en.ts'
import { fr as consoleInFrench } from '../../web/console/texts/fr.ts'
import { sayIn } from '../../web/shared/texts.ts'
import type { SayText } from '../../web/widget/frame/texts/catalogue.ts'
import { type WidgetCatalogue, en as widgetInEnglish } from '../../web/widget/frame/texts/en.ts'
import { fr as widgetInFrench } from '../../web/widget/frame/texts/fr.ts'
import { type TestBot, testBot } from '../e2e/client.ts'
import type { RunningWorld } from '../e2e/running-world.ts'
import { type Desktop, putBehindOthers } from './desktop.ts'
import { frameIn } from './pages/stage.ts'
import type { Browsing, ScreenOptions } from './people.ts'

/** The windows in which the story is played. */
export interface Setting extends ScreenOptions {
  /** Attributes of the shop's root element; by default English, from left to right. */
  readonly root?: string
  /** The user's answer to the agent. */
  readonly reply?: string
  /** Whether both reload their pages in the middle of each sentence. */
  readonly reloads?: boolean
}

/** The user in the widget of the demo's shop. */
export interface User {
  readonly page: Page
  readonly widget: FrameLocator
  readonly say: SayText
  readonly messages: Locator
  readonly reply: string
  writes(text: string): Promise<void>
  sees(text: string): Promise<void>
}

/** The agent Ana at the console. */
export interface Agent {
  readonly page: Page
  readonly texts: Texts
  /** Her desktop. The console's tab is hidden until she clicks a notification. */
  readonly desktop: Desktop
  readonly field: Locator
  readonly log: Locator
  readonly control: Locator
  writes(text: string): Promise<void>
}

export interface Cast {
  readonly user: User
  readonly ana: Agent
  readonly bot: TestBot
}

/** Opens the demo's shop for a user, and the console for Ana. */
export async function aCast(world: RunningWorld, browsing: Browsing, setting: Setting = {}): Promise<Cast> {
  const { url, botId, botKey } = world.dev
  const isFrench = setting.locale?.startsWith('fr') === true
  const { root, reply = 'It is about number 4711.', reloads = false, ...screen } = setting
  const shop = await browsing.window(screen)
  if (root !== undefined) await translate(shop, root)
  await shop.goto(`${url}/demo/`)
  await shop.locator('interlude-widget').getByRole('button').click()
  const widget = frameIn(shop)
  const catalogue: WidgetCatalogue = isFrench ? widgetInFrench : widgetInEnglish
  const say: SayText = sayIn<typeof widgetInEnglish>(catalogue, isFrench ? 'fr' : 'en')
  const messages = widget.getByRole('region', { name: say('messages') })

  const page = await browsing.window(screen)
  const desktop = await putBehindOthers(page)
  await browsing.signedIn(page, 'Ana')
  await page.goto(`${url}/console/`)
  const texts = isFrench ? consoleInFrench : consoleInEnglish
  await page.getByRole('navigation', { name: texts.views.label }).waitFor()
  const field = page.getByRole('form', { name: texts.composer.label }).getByRole('textbox')
  return {
    user: {
      page: shop,
      widget,
      say,
      messages,
      reply,
      writes: text => write(shop, widget.getByRole('textbox'), text, reloads),
      sees: text => messages.getByText(text).last().waitFor(),
    },
    ana: {
      page,
      texts,
      desktop,
      field,
      log: page.getByRole('region', { name: texts.log.label }),
      control: page.getByRole('region', { name: texts.control.label }),
      writes: text => write(page, field, text, reloads),
    },
    bot: testBot(`${url}/api/v1/bots/${botId}`, botId, botKey),
  }
}

/** Appends a text to the field, and sends it. */
async function write(page: Page, field: Locator, text: string, reloads: boolean): Promise<void> {
  await field.focus()
  const half = reloads ? Math.ceil(text.length / 2) : text.length
  await page.keyboard.insertText(text.slice(0, half))
  if (reloads) {
    const typed = await field.inputValue()
    await page.reload()
    await expect.poll(() => field.inputValue()).toBe(typed)
    await field.focus()
    await page.keyboard.press('Control+End')
    await page.keyboard.insertText(text.slice(half))
  }
  await page.keyboard.press('Enter')
}

/** Serves the demo's shop in another language or direction. */
async function translate(page: Page, root: string): Promise<void> {
  await page.route('**/demo/', async route => {
    const response = await route.fetch()
    const html = await response.text()
    await route.fulfill({ response, body: html.replace('<html lang="en">', `<html ${root}>`) })
  })
}
