import { X } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { useServer } from '../../data/server.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { FoundList } from './FoundList.tsx'
import { useFound } from './useFound.ts'

const FIELD =
  'h-8 rounded-control border border-line-strong bg-ground px-2 pointer-coarse:h-11 pointer-coarse:text-title'

/** Finds words in the whole conversation, and goes to a day. */
export function FindBar({
  session,
  name,
  onGoTo,
  onClose,
}: {
  session: string
  /** The user's name. */
  name: string
  onGoTo: (seq: number) => void
  onClose: () => void
}) {
  const { client, botId } = useServer()
  const { find } = useTexts()
  const [words, setWords] = useState('')
  const [isPastEnd, setPastEnd] = useState(false)
  const state = useFound(session, words)
  const goToDay = async (day: string) => {
    const midnight = new Date(`${day}T00:00`)
    if (Number.isNaN(midnight.getTime())) return
    const { seq } = await client.http.request('GET /api/v1/bots/{botId}/conversations/{id}/at', {
      path: { botId, id: session },
      query: { time: midnight.toISOString() },
    })
    setPastEnd(seq === undefined)
    if (seq !== undefined) onGoTo(seq)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    onClose()
  }
  return (
    <search className="shrink-0 border-line border-b bg-raised" onKeyDown={onKeyDown}>
      <div className="flex flex-wrap items-center gap-2 px-4 py-2">
        <input
          type="search"
          // biome-ignore lint/a11y/noAutofocus: the agent opened the bar to type into it.
          autoFocus
          value={words}
          dir="auto"
          aria-label={find.label}
          placeholder={find.label}
          onChange={event => setWords(event.target.value)}
          className={`min-w-24 flex-1 ${FIELD}`}
        />
        <div className="flex items-center gap-2">
          <label className="flex items-center gap-2 text-text-2">
            <span className="max-shell:sr-only">{find.day}</span>
            <input
              type="date"
              className={FIELD}
              onChange={event => {
                goToDay(event.target.value).catch(() => setPastEnd(true))
              }}
            />
          </label>
          <IconButton label={find.close} onClick={onClose}>
            <X size={18} aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      <p role="status" className="px-4 text-small text-text-2 not-empty:pb-2">
        {isPastEnd ? find.nothingSince : state.status === 'ready' && state.found.length === 0 ? find.nothing : ''}
        {state.status === 'failed' ? find.failed : ''}
      </p>
      {state.status === 'ready' && state.found.length > 0 && (
        <FoundList found={state.found} loadMore={state.loadMore} name={name} onGoTo={onGoTo} />
      )}
    </search>
  )
}
