import type { Page } from 'playwright-core'

/** More than the tab stops of any page. */
const MAX_STOPS = 150

interface Walk {
  /** The controls that the keyboard has not reached, as HTML. */
  readonly unreached: readonly string[]
  /** Controls that do not show their focus. */
  readonly unseen: readonly string[]
}

/**
 * Presses Tab until the focus was at each control that a pointer can use. Of a widget with arrow keys (tabs, radio
 * buttons, the items of a menu or list, rows of which Tab reaches one), one part is enough. An open dialog keeps the
 * walk within itself.
 */
export async function walkByKeyboard(page: Page): Promise<Walk> {
  await page.evaluate(() => {
    const ONE_STOP =
      '[role=tablist],[role=menu],[role=listbox],[role=list]:has([tabindex="-1"]),fieldset:has([type=radio])'
    const scope = [...document.querySelectorAll('[role=dialog],[role=menu]')].at(-1) ?? document.body
    const controls = [
      ...scope.querySelectorAll('a[href],button,input,select,textarea,iframe,[role=menuitem],[role=option]'),
    ]
    const left = new Set(
      controls.filter(
        each => each.checkVisibility({ visibilityProperty: true }) && !each.matches(':disabled,[inert] *'),
      ),
    )
    const unseen = new Set<Element>()
    const visit = (isByKeyboard: boolean) => {
      const at = document.activeElement
      if (at === null || at === document.body) return
      const group = at.closest(ONE_STOP)
      for (const each of [...left]) if (each === at || group?.contains(each)) left.delete(each)
      // The keys of a list box are handled by the field in front of it.
      const list = at.getAttribute('aria-controls')
      for (const each of [...left])
        if (list !== null && document.getElementById(list)?.contains(each)) left.delete(each)
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at)
      const shows = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
      // A frame, a component and a date field show the focus inside.
      const isOuter = at.matches('iframe,[type=date],[type=datetime-local]') || at.shadowRoot !== null
      if (isByKeyboard && !shows && !isOuter && at.getAttribute('tabindex') !== '-1') unseen.add(at)
    }
    visit(false)
    Object.assign(globalThis, { interludeWalk: { left, unseen, visit } })
  })
  for (let stop = 0; stop < MAX_STOPS; stop++) {
    const isOver = await page.evaluate(() => (globalThis as unknown as Walking).interludeWalk.left.size === 0)
    if (isOver) break
    await page.keyboard.press('Tab')
    await page.evaluate(() => (globalThis as unknown as Walking).interludeWalk.visit(true))
  }
  return await page.evaluate(() => {
    const { left, unseen } = (globalThis as unknown as Walking).interludeWalk
    const shown = (elements: ReadonlySet<Element>) =>
      [...elements].filter(each => each.isConnected).map(each => each.outerHTML.slice(0, 150))
    return { unreached: shown(left), unseen: shown(unseen) }
  })
}

interface Walking {
  readonly interludeWalk: {
    readonly left: ReadonlySet<Element>
    readonly unseen: ReadonlySet<Element>
    readonly visit: (isByKeyboard: boolean) => void
  }
}
