import { useMutation } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Conversation } from '../../../../lib/protocol/conversation.ts'
import { useAction } from '../../actions/useAction.ts'
import { nameOf } from '../../data/names.ts'
import { useServer } from '../../data/server.ts'
import { useTags } from '../../tags/useTags.ts'
import { errorText } from '../../texts/problem-text.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import type { SelectedRows } from '../useSelection.ts'
import { type BulkAction, requestFor } from './actions.ts'
import { type Result, runAll } from './runAll.ts'
import { useBulkTexts } from './texts/useBulkTexts.ts'

/** Loads when it is first opened. */
const TagPicker = lazy(async () => ({ default: (await import('../../tags/TagPicker.tsx')).TagPicker }))

interface Progress {
  readonly of: number
  readonly results: readonly Result<Conversation>[]
}

/** Offers actions on the selected conversations, shows their progress, and names each refusal. */
export function BulkBar({
  selection,
  rows,
}: {
  selection: SelectedRows
  /** The loaded rows of the list. */
  rows: readonly Conversation[]
}) {
  const bulk = useBulkTexts()
  const texts = useTexts()
  const { client } = useServer()
  const tags = useTags()
  const [progress, setProgress] = useState<Progress>()
  const [isPicking, setPicking] = useState(false)
  const [isLoaded, setLoaded] = useState(false)
  const chosen = rows.filter(({ id }) => selection.ids.has(id))
  const { mutate, isPending } = useMutation({
    mutationFn: async (action: BulkAction) => {
      const of = chosen.length
      setProgress({ of, results: [] })
      const done = await runAll(
        chosen,
        conversation => requestFor(action, client.http, conversation),
        results => setProgress({ of, results }),
      )
      selection.drop(done.flatMap(result => ('error' in result ? [] : [result.item.id])))
    },
  })
  const isReady = chosen.length > 0 && !isPending
  const pick = () => {
    setLoaded(true)
    setPicking(true)
  }
  useAction('select-none', selection.ids.size > 0 ? bulk.clear : undefined, { key: 'Escape' }, () => {
    setProgress(undefined)
    selection.drop()
  })
  const button = (label: string, run: () => void) => (
    <Button disabled={!isReady} onClick={run}>
      {label}
    </Button>
  )
  const failed = progress?.results.filter(result => 'error' in result) ?? []
  if (selection.ids.size === 0 && progress === undefined) return null
  return (
    <section aria-label={bulk.label} className="flex flex-col gap-2 border-line border-t bg-raised p-2">
      {selection.ids.size > 0 && (
        <>
          <div className="flex items-center gap-2">
            <span className="flex-1 ps-1 font-medium tabular-nums">{bulk.selected(selection.ids.size)}</span>
            {chosen.length < rows.length && (
              <Button kind="quiet" disabled={isPending} onClick={selection.chooseAll}>
                {bulk.all(rows.length)}
              </Button>
            )}
            <IconButton label={bulk.clear} disabled={isPending} onClick={() => selection.drop()}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </div>
          <div className="flex flex-wrap gap-2">
            {button(bulk.takeOn, () => mutate({ kind: 'take-on' }))}
            {button(bulk.handBack, () => mutate({ kind: 'hand-back' }))}
            {button(bulk.passBack, () => mutate({ kind: 'pass-back' }))}
            {tags.length > 0 && button(bulk.tag, pick)}
          </div>
        </>
      )}
      {isPending && progress && (
        <progress
          aria-label={bulk.progress(progress.results.length, progress.of)}
          value={progress.results.length}
          max={progress.of}
          className="h-1.5 w-full accent-accent"
        />
      )}
      {progress && (
        <div className="flex items-start gap-2 ps-1 text-small">
          <div role="status" className="min-w-0 flex-1">
            {isPending
              ? bulk.progress(progress.results.length, progress.of)
              : failed.length < progress.of && bulk.done(progress.results.length - failed.length)}
            {!isPending && failed.length > 0 && (
              <>
                {' '}
                <span className="text-late">{bulk.failed(failed.length)}</span>
                <ul
                  // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
                  tabIndex={0}
                  className="max-h-30 overflow-y-auto"
                >
                  {failed.map(({ item, error }) => (
                    <li key={item.id} className="wrap-anywhere">
                      <bdi className="font-medium">{nameOf(item)}</bdi>: {errorText(error, texts)}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
          {!isPending && (
            <IconButton label={texts.app.close} onClick={() => setProgress(undefined)} className="shrink-0">
              <X size={14} aria-hidden="true" />
            </IconButton>
          )}
        </div>
      )}
      <Suspense>
        {isLoaded && (
          <TagPicker
            tags={tags}
            isOpen={isPicking}
            onClose={() => setPicking(false)}
            onChoose={tag => mutate({ kind: 'tag', tag })}
          />
        )}
      </Suspense>
    </section>
  )
}
