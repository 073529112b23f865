import { useEffect, useLayoutEffect, useRef } from 'react'
import type { OpenConversation } from '../data/useConversation.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { EntryLine } from './entries/EntryLine.tsx'
import { OutboxLine } from './OutboxLine.tsx'

/** Within so many pixels of the end the log follows what is new. */
const STICKS_PX = 60

/** What was said, the newest at the bottom. */
export function Log({ open, name }: { open: OpenConversation; name: string }) {
  const { handle, now } = open
  const { log } = useTexts()
  const scroller = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef<boolean>(true)
  const noteScroll = () => {
    const element = scroller.current
    if (element !== null) {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < STICKS_PX
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the log may make it longer.
  useLayoutEffect(() => {
    const element = scroller.current
    if (isAtEnd.current && element !== null) element.scrollTo({ top: element.scrollHeight })
  }, [now])
  useEffect(() => {
    if (now.hasEarlier && now.entries.length === 0) void handle.loadEarlier()
  }, [handle, now.hasEarlier, now.entries.length])
  return (
    <section
      ref={scroller}
      aria-label={log.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without a focusable child, the keyboard could not scroll the log.
      tabIndex={0}
      onScroll={noteScroll}
      className="min-h-0 flex-1 overflow-y-auto px-4 py-3"
    >
      {now.hasEarlier && (
        <div className="flex justify-center pb-3">
          <Button disabled={now.isLoadingEarlier} onClick={() => void handle.loadEarlier()}>
            {now.isLoadingEarlier ? log.loadingEarlier : log.earlier}
          </Button>
        </div>
      )}
      <ol className="flex flex-col gap-2">
        {now.entries.map(entry => (
          <EntryLine key={entry.seq} entry={entry} name={name} />
        ))}
        {now.outbox.map(item => (
          <OutboxLine key={item.id} item={item} handle={handle} />
        ))}
      </ol>
    </section>
  )
}
