import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { SIZE_LIMITS, widgetSize } from '../../scripts/web/sizes.ts'
import { runningWorld } from '../e2e/running-world.ts'
import { aBrowser } from './people.ts'

describe('the size of the widget', () => {
  const world = runningWorld('sqlite')
  const browsing = aBrowser(world)

  it('is at most 3 KB for the loader and 25 KB for the opened frame', async () => {
    const { loader, opened } = await widgetSize()
    expect(loader).toBeLessThanOrEqual(SIZE_LIMITS.loader)
    expect(opened).toBeLessThanOrEqual(SIZE_LIMITS.opened)
  })

  it('counts every file that a browser loads when it opens the frame', async () => {
    const page = await browsing.window()
    const loaded: Response[] = []
    page.on('response', response => loaded.push(response))
    await page.goto(`${world.dev.url}/widget/?bot=${world.dev.botId}&mode=page`)
    await page.getByRole('textbox').waitFor()
    await page.waitForLoadState('networkidle')
    const files = loaded.filter(response => /\.(js|css)$|\/widget\/\?/.test(response.url()))
    const bodies = await Promise.all(files.map(response => response.body()))
    const bytes = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0)
    const { opened } = await widgetSize()
    expect(bytes).toBe(opened)
  })
})
