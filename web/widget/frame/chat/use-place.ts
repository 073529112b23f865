import { useEffect, useState } from 'preact/hooks'
import type { OpenChat } from './open-chat.ts'

/** Time (ms) between two questions for the place. */
const ASK_EVERY_MS = 60_000

/**
 * Returns the place of a user who waits for a person, once it is known. Asks while the user looks, and keeps the last
 * place if an answer does not come.
 */
export function usePlace(
  chat: OpenChat | undefined,
  { isWaiting, isLooking }: { readonly isWaiting: boolean; readonly isLooking: boolean },
): number | undefined {
  const [place, setPlace] = useState<number>()
  useEffect(() => {
    if (!isWaiting) setPlace(undefined)
  }, [isWaiting])
  useEffect(() => {
    if (chat === undefined || !isWaiting || !isLooking) return
    let isOver = false
    const ask = () =>
      void chat.place().then(
        ({ position }) => {
          if (!isOver) setPlace(position)
        },
        () => undefined,
      )
    ask()
    const timer = setInterval(ask, ASK_EVERY_MS)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [chat, isWaiting, isLooking])
  return place
}
