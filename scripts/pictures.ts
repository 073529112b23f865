import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { ROOT } from '../local/web/sources.ts'
import { openChromium } from '../test/browser/chromium.ts'
import { signIn } from '../test/browser/sign-in.ts'
import { testBot } from '../test/e2e/client.ts'
import { aDataFolder, startInterlude } from '../test/e2e/process.ts'

/** The picture at the top of the README. */
const PICTURE = join(ROOT, 'docs', 'pictures', 'console-and-widget.png')
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

/** Plays the demo's story with a user at the widget and an agent at the console, and takes one picture of both. */
async function main(): Promise<void> {
  const folder = await aDataFolder()
  const interlude = await startInterlude({ engine: 'sqlite', data: folder.path })
  const browser = await openChromium()
  try {
    const { url, botId } = interlude.dev
    const windowOf = async (viewport: typeof CONSOLE) => {
      const context = await browser.newContext({ viewport, locale: 'en-GB', reducedMotion: 'reduce' })
      return await context.newPage()
    }
    const [user, agent] = [await windowOf(WIDGET), await windowOf(CONSOLE)]
    const bot = testBot(`${url}/api/v1/bots/${botId}`, botId, interlude.dev.botKey)
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

    const pictures = await Promise.all([agent, user].map(async page => (await page.screenshot()).toString('base64')))
    const [left, right] = pictures.map(picture => `data:image/png;base64,${picture}`)
    const both = await windowOf({
      width: CONSOLE.width + WIDGET.width + 3 * GAP_PX,
      height: CONSOLE.height + 2 * GAP_PX,
    })
    await both.setContent(
      `<style>body{margin:0;padding:${GAP_PX}px;display:flex;gap:${GAP_PX}px;background:#e9ecf1}` +
        'img{border-radius:10px;box-shadow:0 0 0 1px #d3d7de}</style>' +
        `<img src="${left}" alt=""><img src="${right}" alt="">`,
    )
    await mkdir(dirname(PICTURE), { recursive: true })
    await both.screenshot({ path: PICTURE })
    console.log(`Wrote ${PICTURE}.`)
  } finally {
    await browser.close()
    await interlude.stop()
    await folder.remove()
  }
}

/** Sends a message with the last text field of a page, and waits until the page shows `until`. */
async function say(page: Page, text: string, until: string): Promise<void> {
  const field = page.getByRole('textbox').last()
  await field.fill(text)
  await field.press('Enter')
  await page.getByText(until).last().waitFor()
}

await main()
