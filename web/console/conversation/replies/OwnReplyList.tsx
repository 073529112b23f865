import { Dialog } from '@base-ui/react/dialog'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { oneLine } from '../../../../lib/protocol/line.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { Button, buttonClasses } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { useReplyTexts } from './texts/useReplyTexts.ts'
import { type OwnReplies, useReplies } from './useReplies.ts'

const MAX_PREVIEW_CHARS = 160

interface Removed {
  readonly name: string
  /** The replies as they were before. */
  readonly before: OwnReplies['items']
}

/** Lists the agent's own canned replies, and deletes them. A deletion can be undone. */
export function OwnReplyList({
  own: { status, items, isSaving, save },
  onMake,
  onChange,
  onClose,
}: {
  own: OwnReplies
  onMake: () => void
  onChange: (name: string) => void
  onClose: () => void
}) {
  const texts = useReplyTexts()
  const { app } = useTexts()
  const replies = useReplies()
  const [removed, setRemoved] = useState<Removed>()
  const [isRefused, setRefused] = useState(false)
  const change = async (next: OwnReplies['items'], then: Removed | undefined) => {
    const saving = await save(next)
    setRefused(saving !== 'saved')
    if (saving === 'saved') setRemoved(then)
  }
  return (
    <div className="flex min-h-0 flex-col gap-3">
      <Dialog.Title className="font-medium text-title">{texts.manage}</Dialog.Title>
      <p className="text-text-2">{texts.about(replies.status === 'ready' ? replies.trigger : '/')}</p>
      {status !== 'ready' && (
        <p className={status === 'failed' ? 'text-late' : 'text-text-2'}>
          {status === 'failed' ? texts.ownFailed : texts.loading}
        </p>
      )}
      {status === 'ready' && items.length === 0 && <p className="text-text-2">{texts.noneOwn}</p>}
      {items.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls a long list.
        <ul aria-label={texts.manage} tabIndex={0} className="-mx-1 flex min-h-0 flex-col overflow-y-auto p-1">
          {items.map(({ name, value }, index) => (
            <li key={name} className="flex items-center gap-1 border-line border-b py-1.5 last:border-b-0">
              <span className="flex min-w-0 flex-1 flex-col">
                <bdi className="truncate font-medium">{name}</bdi>
                <bdi className="truncate text-small text-text-2">{oneLine(value, MAX_PREVIEW_CHARS)}</bdi>
              </span>
              <IconButton label={texts.change(name)} onClick={() => onChange(name)}>
                <Pencil size={14} aria-hidden="true" />
              </IconButton>
              <IconButton
                label={texts.remove(name)}
                disabled={isSaving}
                onClick={() => void change(items.toSpliced(index, 1), { name, before: items })}
              >
                <Trash2 size={14} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="flex items-center justify-between gap-2 text-text-2 empty:hidden">
        {isRefused && <span className="text-late">{texts.notSaved}</span>}
        {!isRefused && removed && (
          <>
            <bdi className="min-w-0 truncate">{texts.removed(removed.name)}</bdi>
            <Button kind="quiet" disabled={isSaving} onClick={() => void change(removed.before, undefined)}>
              {texts.undo}
            </Button>
          </>
        )}
      </p>
      <div className="flex flex-wrap justify-between gap-2">
        <Button disabled={status !== 'ready'} onClick={onMake}>
          <Plus size={14} aria-hidden="true" />
          {texts.make}
        </Button>
        <button type="button" onClick={onClose} className={buttonClasses('quiet')}>
          {app.close}
        </button>
      </div>
    </div>
  )
}
