import type { Locator } from 'playwright-core'

/**
 * Records what a live region reads out from now on: the text of each node that is added to it, without the parts that
 * are hidden from screen readers. Returns a function that returns all of it.
 */
export async function listenTo(region: Locator): Promise<() => Promise<readonly string[]>> {
  const spoken = await region.evaluateHandle(it => {
    const texts: string[] = []
    const note = (node: Node) => {
      if (node.parentElement?.closest('[aria-hidden=true]') !== null) return
      const read = document.createElement('div')
      read.append(node.cloneNode(true))
      for (const hidden of read.querySelectorAll('[aria-hidden=true]')) hidden.remove()
      texts.push(read.textContent ?? '')
    }
    new MutationObserver(changes => {
      for (const { addedNodes } of changes) for (const node of addedNodes) note(node)
    }).observe(it, { childList: true, characterData: true, subtree: true })
    return texts
  })
  return () => spoken.jsonValue()
}
