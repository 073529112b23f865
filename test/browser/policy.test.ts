import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { runningWorld } from '../e2e/running-world.ts'
import { hostPages } from './host-page.ts'
import { aBrowser } from './people.ts'

const PAGES = ['/console/', '/widget/?bot=demo', '/demo/'] as const

interface Victim {
  planted?: true
  refusals?: number
}

/** Ways in which an attacker in a page turns text into code. */
const PLANTS: Readonly<Record<string, () => void>> = {
  'a script made by a script': () => {
    const script = document.createElement('script')
    script.append('window.planted = true')
    document.body.append(script)
  },
  'HTML with a handler': () => {
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.planted = true">')
  },
  'a handler of an element': () => {
    document.body.setAttribute('onclick', 'window.planted = true')
    document.body.click()
  },
  'a link that is a script': () => {
    const link = document.createElement('a')
    link.href = 'javascript:void (window.planted = true)'
    document.body.append(link)
    link.click()
  },
  'a script of another site': () => {
    const script = document.createElement('script')
    script.setAttribute('src', 'https://evil.example/planted.js')
    document.body.append(script)
  },
}

/** All errors and warnings of the browser. It warns about a policy that it cannot parse. */
function complaintsOf(page: Page): readonly string[] {
  const said: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text())
  })
  page.on('pageerror', error => said.push(String(error)))
  return said
}

/** Whether the browser blocked the script. */
async function isRefused(page: Page, plant: () => void): Promise<boolean> {
  await page.evaluate(() => {
    const victim = window as Victim
    victim.refusals = 0
    document.addEventListener('securitypolicyviolation', () => {
      victim.refusals = (victim.refusals ?? 0) + 1
    })
  })
  // The browser blocks some by throwing.
  await page.evaluate(plant).catch(() => {})
  await page.waitForFunction(() => (window as Victim).planted || ((window as Victim).refusals ?? 0) > 0)
  return await page.evaluate(() => (window as Victim).planted === undefined)
}

describe('the policy of a page', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  it.each([...PAGES, '/docs', '/_outbox'])(
    'of %s lets the page work without errors or warnings of the browser',
    async path => {
      const page = await browsing.window()
      const said = complaintsOf(page)
      await page.goto(world.dev.url + path)
      await page.getByRole('heading').first().waitFor()
      expect(said).toEqual([])
    },
  )

  it('of the sign-in and sign-out pages lets them lead to the console and back', async () => {
    const page = await browsing.window()
    const said = complaintsOf(page)
    await browsing.signIn(page, 'Ana')
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('heading', { name: 'Welcome to Interlude' }).waitFor()
    expect(said).toEqual([])
  })

  it.each(PAGES)('of %s blocks each way to inject a script', async path => {
    for (const [way, plant] of Object.entries(PLANTS)) {
      const page = await browsing.window()
      await page.route('https://evil.example/', route => route.fulfill({ body: 'window.planted = true' }))
      await page.goto(world.dev.url + path)
      expect(await isRefused(page, plant), way).toBe(true)
      await page.close()
    }
  })

  it('is what blocks them: a page without a policy runs an injected script', async () => {
    const page = await browsing.window()
    await page.route('https://shop.example/', route =>
      route.fulfill({ contentType: 'text/html', body: '<h1>Shop</h1>' }),
    )
    await page.goto('https://shop.example/')
    expect(await isRefused(page, PLANTS['a script made by a script']!)).toBe(false)
  })

  it('forbids frames with the console, and allows frames with the widget', async () => {
    const frames = ['/console/', '/widget/?bot=demo'].map(path => `<iframe src="${world.dev.url}${path}"></iframe>`)
    const shop = await hostPages({ '/': { body: frames.join('') } })
    try {
      const page = await browsing.window()
      await page.goto(shop.url)
      await page.frameLocator('iframe >> nth=1').getByRole('heading').first().waitFor()
      const [console] = page.frames().filter(frame => frame.parentFrame() !== null)
      expect(console?.url()).toMatch(/^chrome-error:/)
    } finally {
      await shop.close()
    }
  })
})
