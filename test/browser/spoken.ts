import type { Locator } from 'playwright-core'

/** Notes what a live region reads out from now on: the text of each node that is put into it. Returns how to get all of it. */
export async function listenTo(region: Locator): Promise<() => Promise<readonly string[]>> {
  const spoken = await region.evaluateHandle(it => {
    const texts: string[] = []
    new MutationObserver(changes => {
      for (const { addedNodes } of changes) for (const node of addedNodes) texts.push(node.textContent ?? '')
    }).observe(it, { childList: true, characterData: true, subtree: true })
    return texts
  })
  return () => spoken.jsonValue()
}
