import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import type { DevFile } from '../local/interlude.ts'
import { ROOT } from '../local/web/sources.ts'
import { openChromium } from '../test/browser/chromium.ts'
import { signIn } from '../test/browser/sign-in.ts'
import { testBot } from '../test/e2e/client.ts'
import { aDataFolder, startInterlude } from '../test/e2e/process.ts'

const FOLDER = join(ROOT, 'docs', 'pictures')
const CONSOLE = { width: 1000, height: 700 }
const WIDGET = { width: 400, height: 700 }
const GAP_PX = 24

/** Other conversations in the inbox. */
const OTHERS = [
  ['amir', 'Amir Haddad', 'When are you open?'],
  ['birgit', 'Birgit Sund', 'How long does delivery take?'],
  ['chidi', 'Chidi Okafor', 'I would like to talk to a human about my order'],
  ['dana', 'Dana Öztürk', 'Where is your shop?'],
  ['esben', 'Esben Friis', 'Somebody there? My stove came without its pot'],
] as const

/** Plays the demo's story, and takes the pictures of the README. */
async function main(): Promise<void> {
  const folder = await aDataFolder()
  const interlude = await startInterlude({ engine: 'sqlite', data: folder.path })
  const browser = await openChromium()
  try {
    const windowOf: WindowOf = async viewport => {
      const context = await browser.newContext({ viewport, locale: 'en-GB', reducedMotion: 'reduce' })
      return await context.newPage()
    }
    const agent = await windowOf(CONSOLE)
    await takeBoth(windowOf, 'console-and-widget.png', [agent, await atTheWidget(interlude.dev, agent, windowOf)])
    await takeBoth(windowOf, 'messenger-and-console.png', [await inMessenger(interlude.dev, agent, windowOf), agent])
  } finally {
    await browser.close()
    await interlude.stop()
    await folder.remove()
  }
}

type WindowOf = (viewport: { readonly width: number; readonly height: number }) => Promise<Page>

/** A user at the widget asks for a person, and Ana answers. Returns the user's page. */
async function atTheWidget({ url, botId, botKey }: DevFile, agent: Page, windowOf: WindowOf): Promise<Page> {
  const user = await windowOf(WIDGET)
  const bot = testBot(`${url}/api/v1/bots/${botId}`, botId, botKey)
  for (const [userId, fullName, text] of OTHERS) await bot.receive(userId, { text, user: { fullName } })
  await user.goto(`${url}/widget/?bot=${botId}&mode=page`)
  await say(user, 'Is the Ridge tent waterproof?', '3,000 mm')
  // An anonymous user has no name in the widget, so send one as a shop's server does.
  const kept = await user.evaluate(id => localStorage.getItem(`interlude.token.${id}`), botId)
  const { userId }: { userId: string } = JSON.parse(kept ?? '{}')
  await bot.receive(userId, { text: 'Thanks!', user: { fullName: 'Carla Ruiz', language: 'en' } }, 'web')
  await say(user, 'Mine leaks. Can I talk to a person?', 'We are looking for somebody')

  await signIn(agent, url, 'Ana')
  await agent.getByRole('link', { name: /^All/ }).click()
  await agent.getByRole('link', { name: /Carla Ruiz/ }).click()
  await say(agent, 'Hello, I am Ana. I am sorry about that! Where does it leak?', 'Where does it leak?')
  await user.getByText('Ana is here').waitFor()
  await say(user, 'At the seam above the door.', 'At the seam above the door.')
  await agent.getByRole('region', { name: 'Messages' }).getByText('At the seam above the door.').waitFor()
  return user
}

/** A person in the double of Messenger asks for a person, and Ana answers. Returns the page of the double. */
async function inMessenger({ url }: DevFile, agent: Page, windowOf: WindowOf): Promise<Page> {
  const page = await windowOf(CONSOLE)
  await page.goto(`${url}/_messenger`)
  await page.getByText('New person').click()
  await page.locator('input[name=firstName]').fill('Maria')
  await page.locator('input[name=lastName]').fill('Lopez')
  await page.getByRole('button', { name: 'Make this person' }).click()
  const writes = async (text: string) => {
    await page.locator('#say-text').fill(text)
    await page.locator('#say-text').press('Enter')
    await page.getByText(text).first().waitFor()
  }
  await writes('When are you open?')
  await page.getByText(/open/i).nth(1).waitFor()
  await writes('Can I talk to a human?')
  await agent.getByRole('link', { name: /^Waiting/ }).click()
  await agent.getByRole('link', { name: /Maria Lopez/ }).click()
  await say(agent, 'Hello Maria, I am Ana. How can I help?', 'How can I help?')
  await page.getByText('How can I help?').first().waitFor()
  return page
}

/** Takes one picture of two pages side by side. */
async function takeBoth(windowOf: WindowOf, name: string, pages: readonly [Page, Page]): Promise<void> {
  const pictures = await Promise.all(pages.map(async page => (await page.screenshot()).toString('base64')))
  const sizes = pages.map(page => page.viewportSize() ?? CONSOLE)
  const both = await windowOf({
    width: sizes.reduce((sum, { width }) => sum + width, 0) + 3 * GAP_PX,
    height: CONSOLE.height + 2 * GAP_PX,
  })
  await both.setContent(
    `<style>body{margin:0;padding:${GAP_PX}px;display:flex;gap:${GAP_PX}px;background:#e9ecf1}` +
      'img{border-radius:10px;box-shadow:0 0 0 1px #d3d7de}</style>' +
      pictures.map(picture => `<img src="data:image/png;base64,${picture}" alt="">`).join(''),
  )
  const file = join(FOLDER, name)
  await mkdir(dirname(file), { recursive: true })
  await both.screenshot({ path: file })
  console.log(`Wrote ${file}.`)
}

/** Sends a message with the last text field of a page, and waits until the page shows `until`. */
async function say(page: Page, text: string, until: string): Promise<void> {
  const field = page.getByRole('textbox').last()
  await field.fill(text)
  await field.press('Enter')
  await page.getByText(until).last().waitFor()
}

await main()
