import { useState } from 'react'
import type { ConversationSnapshot } from '../../../lib/client/index.ts'
import { useServer } from '../data/server.ts'
import { useTexts } from '../texts/useTexts.ts'
import { newsIn } from './news.ts'
import { speakerName } from './speaker.ts'

/** Announces each new message to screen readers once, and nothing of the history. */
export function Announcer({ now, name }: { now: ConversationSnapshot; name: string }) {
  const { agent } = useServer()
  const { log, who } = useTexts()
  // Entries from before the conversation was opened are history.
  const [openedAt] = useState(now.cursor)
  const news = newsIn(now.entries, openedAt, agent.id).slice(-MAX_KEPT)
  return (
    <div role="log" aria-live="polite" aria-relevant="additions" className="sr-only">
      {news.map(({ seq, by, words, isNote }) => {
        const speaker = isNote ? log.noteBy(speakerName(by, name, who)) : speakerName(by, name, who)
        return <p key={seq}>{log.says(speaker, words ?? log.noWords)}</p>
      })}
    </div>
  )
}

/**
 * Bounds the announced messages to those of one catch-up after a cut. A message that never enters the page is never
 * read out.
 */
const MAX_KEPT = 250
