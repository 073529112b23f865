import { useMutation } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import type { Entry } from '../../../lib/protocol/entry.ts'
import { KeyHint } from '../actions/KeyHint.tsx'
import { useAction } from '../actions/useAction.ts'
import { useServer } from '../data/server.ts'
import { errorText } from '../texts/problem-text.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { lacking, type TagsAsOf, tagsNow } from './tagsNow.ts'
import { useTagTexts } from './texts/useTagTexts.ts'
import { useTags } from './useTags.ts'

/** Loads when it is first opened. */
const TagPicker = lazy(async () => ({ default: (await import('./TagPicker.tsx')).TagPicker }))

export const TAG_KEY = { key: 'l' } as const

/** Shows the tags of a conversation, adds and removes them. Shows nothing for a bot without tags. */
export function TagBar({ session, facts, entries }: { session: string; facts: TagsAsOf; entries: readonly Entry[] }) {
  const texts = useTagTexts()
  const shared = useTexts()
  const all = useTags()
  const { client, botId } = useServer()
  const tags = tagsNow(facts, entries)
  const [isOpen, setOpen] = useState(false)
  const [isLoaded, setLoaded] = useState(false)
  const adder = useRef<HTMLButtonElement | null>(null)
  const { mutate, error } = useMutation({
    mutationFn: (body: { readonly add: string[] } | { readonly remove: string[] }) =>
      client.http.request('POST /api/v1/bots/{botId}/conversations/{id}/tags', { path: { botId, id: session }, body }),
  })
  const open = () => {
    setLoaded(true)
    setOpen(true)
  }
  const others = lacking(all, tags)
  useAction('add-tag', others.length > 0 ? texts.add : undefined, TAG_KEY, open)
  if (all.length === 0 && tags.length === 0) return null
  return (
    <section
      aria-label={texts.tags}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-1.5 border-line border-b px-4 py-1"
    >
      {tags.length > 0 && (
        <ul className="contents">
          {tags.map(tag => (
            <li
              key={tag}
              className="flex min-w-0 items-center rounded-full border border-line-strong bg-raised ps-2.5 text-small text-text-2"
            >
              <bdi className="min-w-0 wrap-anywhere">{tag}</bdi>
              <button
                type="button"
                aria-label={texts.remove(tag)}
                title={texts.remove(tag)}
                onClick={() => {
                  adder.current?.focus()
                  mutate({ remove: [tag] })
                }}
                className="ms-0.5 inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-full text-text-3 hover:bg-sunken hover:text-text pointer-coarse:size-11"
              >
                <X size={12} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {all.length > 0 && (
        <Button
          ref={adder}
          kind="quiet"
          disabled={others.length === 0}
          aria-haspopup="dialog"
          aria-keyshortcuts={TAG_KEY.key}
          onClick={open}
        >
          <Plus size={14} aria-hidden="true" />
          <span className="max-shell:sr-only">{texts.add}</span>
          <KeyHint keys={TAG_KEY} />
        </Button>
      )}
      <span role="status" className="text-late text-small empty:hidden">
        {error === null ? '' : errorText(error, shared)}
      </span>
      <Suspense>
        {isLoaded && (
          <TagPicker
            tags={others}
            isOpen={isOpen}
            onClose={() => setOpen(false)}
            onChoose={tag => mutate({ add: [tag] })}
          />
        )}
      </Suspense>
    </section>
  )
}
