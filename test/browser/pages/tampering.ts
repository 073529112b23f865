import type { Page } from 'playwright-core'
import type { Entry } from '../../../lib/protocol/entry.ts'
import type { ClientFrame, ServerFrame } from '../../../lib/protocol/frames.ts'

/** Changes each entry on its way to the page: a newer server writes others, and some need an hour of silence. */
export async function changeEntries(page: Page, change: (entry: Entry) => unknown): Promise<void> {
  const changed = (text: string) =>
    JSON.stringify(JSON.parse(text), (key, value) =>
      key === 'entries' && Array.isArray(value) ? value.map(change) : value,
    )
  await page.route(/\/entries\?/, async route => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: changed(await answer.text()) })
  })
  await page.routeWebSocket(/./, socket => {
    const server = socket.connectToServer()
    server.onMessage(message => socket.send(changed(`${message}`)))
  })
}

type FrameOf<Type extends ClientFrame['type']> = Extract<ClientFrame, { type: Type }>

/** Withholds the page's messages from the server. `answer` returns the server's answer, or undefined for none. */
export const keepMessages = (
  page: Page,
  answer: (said: FrameOf<'message'>) => ServerFrame | undefined,
): Promise<void> => keepFrames(page, 'message', answer)

/** The same for another type of frame. */
export async function keepFrames<Type extends ClientFrame['type']>(
  page: Page,
  type: Type,
  answer: (frame: FrameOf<Type>) => ServerFrame | undefined,
): Promise<void> {
  await page.routeWebSocket(/./, socket => {
    const server = socket.connectToServer()
    socket.onMessage(text => {
      const frame: ClientFrame = JSON.parse(`${text}`)
      if (frame.type !== type) return server.send(text)
      const answered = answer(frame as FrameOf<Type>)
      if (answered !== undefined) socket.send(JSON.stringify(answered))
    })
  })
}

/** Presence and typing lapse within seconds, so the frames are repeated. */
const AGAIN_MS = 2_000

/** Sends `frames` to the page repeatedly while it is connected. */
export async function tell(page: Page, frames: readonly ServerFrame[]): Promise<void> {
  await page.routeWebSocket(/./, socket => {
    const server = socket.connectToServer()
    server.onMessage(text => {
      socket.send(text)
      // The server's first frame must come first.
      timer ??= setInterval(() => {
        for (const frame of frames) socket.send(JSON.stringify(frame))
      }, AGAIN_MS)
    })
    let timer: ReturnType<typeof setInterval> | undefined
    socket.onClose(() => clearInterval(timer))
    page.once('close', () => clearInterval(timer))
  })
}
