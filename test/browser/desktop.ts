import type { Page } from 'playwright-core'

/** The desktop of a person whose tab is hidden. */
export interface Desktop {
  /** The titles of the notifications on it. */
  titles(): Promise<readonly string[]>
  /** Clicks the newest notification, which brings the tab to the front. */
  click(): Promise<void>
}

interface Shown {
  interludeDesktop: { isHidden: boolean; readonly notifications: (EventTarget & { readonly title: string })[] }
}

/**
 * Makes the page believe that its tab is hidden, and records the notifications that it shows. Playwright keeps every
 * page in front, and this Chromium has no desktop.
 */
export async function putBehindOthers(page: Page): Promise<Desktop> {
  await page.addInitScript(() => {
    // A reload brings the tab to the front: the person looks at the page.
    const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    const desktop: Shown['interludeDesktop'] = { isHidden: load?.type !== 'reload', notifications: [] }
    class OnDesktop extends EventTarget {
      static readonly permission = 'granted'
      readonly title: string
      constructor(title: string) {
        super()
        this.title = title
        desktop.notifications.push(this)
      }
      close() {
        desktop.notifications.splice(desktop.notifications.indexOf(this), 1)
      }
    }
    Object.assign(globalThis, { interludeDesktop: desktop, Notification: OnDesktop })
    Object.defineProperties(document, {
      hidden: { get: () => desktop.isHidden },
      visibilityState: { get: () => (desktop.isHidden ? 'hidden' : 'visible') },
    })
  })
  return {
    titles: () =>
      page.evaluate(() => (globalThis as unknown as Shown).interludeDesktop.notifications.map(({ title }) => title)),
    click: () =>
      page.evaluate(() => {
        const desktop = (globalThis as unknown as Shown).interludeDesktop
        desktop.isHidden = false
        document.dispatchEvent(new Event('visibilitychange'))
        desktop.notifications.at(-1)?.dispatchEvent(new Event('click'))
      }),
  }
}
