/** In the page: clicks a link, and resolves with the milliseconds until an element is painted on screen. */
export async function openByLink({ link, selector }: { link: string; selector: string }): Promise<number> {
  const from = performance.now()
  const anchor = document.querySelector<HTMLElement>(link)
  if (anchor === null) throw new Error('there is no such link')
  anchor.click()
  for (;;) {
    await new Promise(resolve => requestAnimationFrame(resolve))
    const box = document.querySelector(selector)?.getBoundingClientRect()
    if (box !== undefined && box.height > 0 && box.top < innerHeight && box.bottom > 0) break
  }
  // The message arrives after the frame is painted.
  await new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = resolve
    port2.postMessage(undefined)
  })
  return performance.now() - from
}
