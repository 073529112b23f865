import { isPosted, MARK, type ToFrame, type ToHost } from '../messages.ts'

/** The page that holds the frame, or nobody where the frame is a page of its own. */
export interface Host {
  tell(message: ToHost): void
  /** Calls for each message of the loader. There is one listener; what comes before it is not lost, since `ready` asks for it. */
  listen(listener: (message: ToFrame) => void): void
}

/** Talks to the window above alone, and only while it is of the origin that the address named. */
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
