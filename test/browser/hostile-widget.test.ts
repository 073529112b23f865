import { beforeAll, describe, expect, it } from 'vitest'
import type { BotAnswer } from '../../lib/protocol/bot.ts'
import type { TestBot } from '../e2e/client.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBot } from '../e2e/servers.ts'
import { type HostPage, hostPages } from './host-page.ts'
import { aBrowser } from './people.ts'

const MARKUP = '<img src=x onerror="window.owned=1"><script>window.owned=1</script><svg onload="window.owned=1">'
const SCHEMES = [
  'javascript:window.owned=1',
  'JaVaScRiPt:window.owned=1',
  'java\nscript:window.owned=1',
  '\u0001javascript:window.owned=1',
  'data:text/html,<script>parent.owned=1</script>',
  'vbscript:window.owned=1',
  'blob:https://shop.example/1',
]
const TEXTS: Readonly<Record<string, string>> = {
  markup: MARKUP,
  'a huge word': 'W'.repeat(20_000),
  '5,000 emoji': '👩‍👩‍👧‍👦'.repeat(1_000),
  'bidi overrides': `\u202e${'gpj.exe '.repeat(20)}\u2066\u2067 and after`,
  'combining marks': `Z${'\u0351'.repeat(2_000)}`,
  'half a character': '\ud83d and \udc4d',
  '23 KB of text': 'lorem ipsum '.repeat(1_900),
  'marks without an end': '**[`*_~'.repeat(2_000),
}

/** Content of each kind, with `long` or its beginning in every text field and `url` in every address field. */
function contents(long: string, url: string): NonNullable<BotAnswer['replies']> {
  const text = long.slice(0, 1_500)
  const cards = [{ title: text, buttons: buttons(text, url) }, { title: [] }, 7]
  return [
    { type: 'text', text: `${long} [${long.slice(0, 200)}](${url}) ${url}` },
    { type: 'image', payload: { url, alt: text, width: 1e9, height: -1 } },
    { type: 'file', payload: { url, name: text, bytes: 1e300, mime: text } },
    { type: 'audio', payload: { url, title: text } },
    { type: 'video', payload: { url, title: text } },
    { type: 'location', payload: { latitude: 1, longitude: 2, title: text, address: text } },
    {
      type: 'custom',
      payload: { type: 'card', title: text, subtitle: text, image: { url }, buttons: buttons(text, url) },
    },
    { type: 'custom', payload: { type: 'carousel', cards } },
    { type: 'custom', payload: { type: text, constructor: text } },
    {
      type: 'text',
      text: 'the last one',
      payload: { quickReplies: [{ title: text, payload: text }, null, { title: {} }] },
    },
  ]
}

const buttons = (title: string, url: string) => [
  { type: 'url', title, url },
  { type: 'postback', title, payload: title },
  { type: 'say', title, text: title },
  { type: title, title },
]

describe('hostile content in the widget', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)
  const answers: NonNullable<BotAnswer['replies']>[] = []
  let bot: TestBot

  beforeAll(async () => {
    const brain = await world.keep(aBot(() => ({ replies: answers.shift() ?? [] })))
    bot = await world.bot('hostile', {
      connectorUrl: brain.url,
      name: MARKUP.slice(0, 60),
      widget: { greeting: MARKUP, title: MARKUP.slice(0, 60), notice: { en: MARKUP } },
    })
  })

  const inputs = [
    ...Object.entries(TEXTS).map(([name, text]) => ({ name, text, url: 'https://shop.example/' })),
    ...SCHEMES.map(url => ({ name: JSON.stringify(url), text: 'click', url })),
  ]

  it('runs no script, keeps only links with safe schemes, and does not overflow the frame', async () => {
    const page = await browsing.window({ size: { width: 400, height: 680 } })
    const dialogs: string[] = []
    page.on('dialog', dialog => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    const query = new URLSearchParams({
      bot: bot.botId,
      mode: 'page',
      title: MARKUP,
      color: 'red;background:url(javascript:1)',
      radius: '1e9',
      theme: MARKUP,
      language: MARKUP,
      dir: MARKUP,
    })
    await page.goto(`${world.dev.url}/widget/?${query}`)
    const field = page.getByRole('textbox')

    for (const [index, { name, text, url }] of inputs.entries()) {
      answers.push(contents(text, url))
      await field.fill(`${name} ${text.slice(0, 2_000)}`)
      await field.press('Enter')
      await page.getByText('the last one', { exact: true }).nth(index).waitFor()
      const found = await page.evaluate(() => ({
        owned: 'owned' in window || 'owned' in Object.prototype,
        scripts: document.querySelectorAll('body script, iframe, object, embed, style').length,
        handlers: [...document.querySelectorAll('*')].filter(each =>
          each.getAttributeNames().some(attribute => attribute.startsWith('on')),
        ).length,
        links: [...document.links].map(({ protocol, target, rel }) => `${protocol} ${target} ${rel}`),
        pictures: [...document.images].map(({ src }) => new URL(src).protocol),
        width: document.documentElement.scrollWidth,
        wide: [...document.querySelectorAll('.bubble')].filter(each => each.getBoundingClientRect().right > 400).length,
      }))
      expect(found, name).toMatchObject({ owned: false, scripts: 0, handlers: 0, width: 400, wide: 0 })
      expect(new Set(found.links), name).toEqual(new Set(['https: _blank noopener noreferrer nofollow']))
      for (const protocol of found.pictures) expect(['https:', 'http:']).toContain(protocol)
    }
    expect(dialogs).toEqual([])
    expect(await page.getByText('<script>window.owned=1</script>').count()).toBeGreaterThan(2)
  })
})

describe('a widget with allowed origins', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  it.each([
    ['that sends its own origin', 'host={own}'],
    ['that sends the origin of an allowed page', 'host=https://shop.example'],
    ['that opens the frame as a page of its own', 'mode=page'],
    ['that hides its origin', 'host=https://shop.example', 'no-referrer'],
  ])('is not available to another page %s', async (_, query, referrerPolicy = '') => {
    const walled = await world.bot(`walled-${crypto.randomUUID()}`, {
      connectorUrl: 'http://127.0.0.1:9/',
      widget: { allowedOrigins: ['https://shop.example'] },
    })
    const stranger = await world.keep(hostPages({ '/': { body: '' } }))
    const page = await browsing.window()
    await page.goto(stranger.url)
    await page.evaluate(
      ({ src, policy }) => {
        const frame = document.createElement('iframe')
        frame.referrerPolicy = policy as ReferrerPolicy
        frame.src = src
        document.body.append(frame)
      },
      {
        src: `${world.dev.url}/widget/?bot=${walled.botId}&${query.replace('{own}', stranger.url)}`,
        policy: referrerPolicy,
      },
    )
    const frame = page.frameLocator('iframe')
    await frame.getByText('This chat is not available here').waitFor()
    expect(await frame.getByRole('textbox').count()).toBe(0)
  })

  it('is available to an allowed page that sends no referrer', async () => {
    const pages: Record<string, HostPage> = {}
    const shop = await world.keep(hostPages(pages))
    const { botId } = await world.bot('allowed', {
      connectorUrl: 'http://127.0.0.1:9/',
      widget: { allowedOrigins: [shop.url] },
    })
    const script = `<script async src="${world.dev.url}/widget.js" data-bot="${botId}"></script>`
    pages['/'] = { body: `<meta name="referrer" content="no-referrer">${script}` }
    const page = await browsing.window()
    await page.goto(shop.url)
    await page.getByRole('button', { name: 'Chat' }).click()
    await page.frameLocator('interlude-widget iframe').getByRole('textbox').waitFor()
  })

  it('is available to pages of the deployment itself, such as the preview in the console', async () => {
    const walled = await world.bot('previewed', {
      connectorUrl: 'http://127.0.0.1:9/',
      widget: { allowedOrigins: ['https://shop.example'] },
    })
    const page = await browsing.window()
    await page.goto(`${world.dev.url}/demo/`)
    await page.evaluate(src => {
      const frame = document.createElement('iframe')
      frame.src = src
      document.body.append(frame)
    }, `${world.dev.url}/widget/?bot=${walled.botId}&mode=page`)
    await page.frameLocator('body > iframe').getByRole('textbox').waitFor()
  })
})
