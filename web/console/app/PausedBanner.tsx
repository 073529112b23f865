import { useServer } from '../data/server.ts'
import { useMe } from '../data/useMe.ts'
import { useTexts } from '../texts/useTexts.ts'

/** Shows every agent that the whole bot is paused. */
export function PausedBanner() {
  const { botId } = useServer()
  const { admin } = useTexts()
  const isPaused = useMe()?.bots.some(({ id, paused }) => id === botId && paused) === true
  if (!isPaused) return null
  return (
    <p role="status" className="bg-person-ground px-3 py-1.5 text-balance text-center font-medium text-person">
      {admin.botPaused}
    </p>
  )
}
