import { useEffect, useRef } from 'react'
import { oneLine } from '../../../../lib/protocol/line.ts'
import type { ListedReply } from '../../../../lib/protocol/routes/replies.ts'
import { fillTemplate, type TemplateFacts } from '../../../../lib/protocol/template-values.ts'
import { keyOf } from './matching.ts'
import { useReplyTexts } from './texts/useReplyTexts.ts'
import { GAP } from './useGap.ts'
import type { RepliesState } from './useReplies.ts'

const MAX_PREVIEW_CHARS = 160

export const optionId = (listId: string, index: number): string => `${listId}${index}`

/** The list of canned replies above the field. The focus stays in the field. */
export function ReplyList({
  id,
  status,
  isEmpty,
  shown,
  active,
  values,
  onPoint,
  onChoose,
  onManage,
}: {
  id: string
  status: RepliesState['status']
  /** There are no canned replies at all. */
  isEmpty: boolean
  shown: readonly ListedReply[]
  active: number
  values: TemplateFacts
  onPoint: (index: number) => void
  onChoose: (reply: ListedReply) => void
  onManage: () => void
}) {
  const texts = useReplyTexts()
  const list = useRef<HTMLDivElement | null>(null)
  const instead = { loading: texts.loading, failed: texts.failed, ready: isEmpty ? texts.none : texts.noMatch }
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div className="absolute inset-x-4 bottom-full z-10 mb-1 flex max-w-160 flex-col rounded-card border border-line bg-raised shadow-lg">
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={texts.label}
        className="flex max-h-64 flex-col overflow-y-auto p-1 empty:hidden"
      >
        {shown.map((reply, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys.
          <div
            key={keyOf(reply)}
            id={optionId(id, index)}
            role="option"
            aria-selected={index === active}
            onMouseDown={event => event.preventDefault()}
            onMouseMove={() => index !== active && onPoint(index)}
            onClick={() => onChoose(reply)}
            className="flex shrink-0 cursor-pointer flex-col rounded-control px-3 py-1.5 aria-selected:bg-selected pointer-coarse:min-h-11"
          >
            <span className="flex items-baseline gap-2">
              <bdi className="truncate font-medium">{reply.name}</bdi>
              {reply.scope === 'own' && <span className="shrink-0 text-small text-text-2">{texts.own}</span>}
            </span>
            <bdi className="truncate text-small text-text-2">
              {oneLine(fillTemplate(reply.value, values, { gap: GAP }).text, MAX_PREVIEW_CHARS)}
            </bdi>
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <p className={`px-4 py-2 ${status === 'failed' ? 'text-late' : 'text-text-2'}`}>{instead[status]}</p>
      )}
      <div className="flex items-center justify-between gap-3 border-line border-t px-4 py-1 text-small text-text-2">
        <span aria-hidden="true" className="truncate pointer-coarse:hidden">
          {shown.length > 0 && texts.hint}
        </span>
        <button
          type="button"
          onMouseDown={event => event.preventDefault()}
          onClick={onManage}
          className="min-h-8 shrink-0 cursor-pointer text-accent hover:underline pointer-coarse:min-h-11"
        >
          {texts.manage}
        </button>
      </div>
    </div>
  )
}
