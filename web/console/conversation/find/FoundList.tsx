import { useLocale, useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { shortTime } from '../../ui/times.ts'
import { speakerName } from '../speaker.ts'
import { marked } from './marked.ts'
import type { FoundEntry } from './useFound.ts'

/** Lists the entries that the search found. Each one leads to its place in the log. */
export function FoundList({
  found,
  loadMore,
  name,
  onGoTo,
}: {
  found: readonly FoundEntry[]
  loadMore: (() => void) | undefined
  name: string
  onGoTo: (seq: number) => void
}) {
  const { find, who } = useTexts()
  const locale = useLocale()
  return (
    <div className="max-h-60 overflow-y-auto border-line border-t p-1">
      <ol aria-label={find.results}>
        {found.map(({ seq, at, by, snippet, highlights }) => (
          <li key={seq}>
            <button
              type="button"
              onClick={() => onGoTo(seq)}
              className="flex min-h-9 w-full cursor-pointer items-baseline gap-2 rounded-control px-3 py-1.5 text-start hover:bg-sunken"
            >
              <bdi className="max-w-30 shrink-0 truncate font-medium">{speakerName(by, name, who)}</bdi>
              <bdi className="min-w-0 flex-1 truncate">
                {marked(snippet, highlights).map(({ text, isMarked }, index) =>
                  isMarked ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a snippet never changes.
                    <mark key={index} className="rounded-control bg-note-ground text-text">
                      {text}
                    </mark>
                  ) : (
                    text
                  ),
                )}
              </bdi>
              <time dateTime={at} className="shrink-0 text-small text-text-2 tabular-nums">
                {shortTime(at, Date.now(), locale)}
              </time>
            </button>
          </li>
        ))}
      </ol>
      {loadMore !== undefined && (
        <Button kind="quiet" onClick={loadMore}>
          {find.more}
        </Button>
      )}
    </div>
  )
}
