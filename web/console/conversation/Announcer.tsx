import { useState } from 'react'
import type { ConversationSnapshot } from '../../../lib/client/index.ts'
import { useServer } from '../data/server.ts'
import { useTexts } from '../texts/useTexts.ts'
import { newsIn } from './news.ts'
import { speakerName } from './speaker.ts'

/** Tells screen readers each new message once, and nothing of the history. */
export function Announcer({ now, name }: { now: ConversationSnapshot; name: string }) {
  const { agent } = useServer()
  const { log, who } = useTexts()
  // Entries from before the conversation opened are history.
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

/** Only the newest ones stand in the page, but all that one frame may bring after a cut: a message that is never put there is never read out. */
const MAX_KEPT = 250
