import { isPosted, MARK, type ToFrame, type ToHost } from '../messages.ts'

/** The page that embeds the frame. */
export interface Host {
  tell(message: ToHost): void
  /**
   * Calls the only listener for each message of the loader. No earlier message is lost, because the loader sends them
   * after `ready`.
   */
  listen(listener: (message: ToFrame) => void): void
}

/**
 * Connects to the parent window. Exchanges messages only with it, and only while it has the origin in the address.
 * Returns nothing if the frame is a page of its own.
 */
export function connectHost(window: Window, origin: string | undefined): Host | undefined {
  const { parent } = window
  if (origin === undefined || parent === window) return undefined
  const tell = (message: ToHost) => parent.postMessage({ ...message, mark: MARK }, origin)
  return {
    tell,
    listen(listener) {
      window.addEventListener('message', event => {
        if (event.source !== parent || event.origin !== origin || !isPosted<ToFrame>(event.data)) return
        listener(event.data)
      })
      tell({ type: 'ready' })
    },
  }
}
