import { Link, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { readPayload } from '../../../../lib/protocol/read-payload.ts'
import { type Added, messageWith } from '../added.ts'
import type { Additions } from './additions.ts'
import { TextOnlyHint } from './TextOnlyHint.tsx'
import { useAddTexts } from './texts/useAddTexts.ts'

/** Shows what goes along with the answer, each part with a button that removes it. */
export function AddedList({
  added,
  words,
  channelType,
  onChange,
}: Pick<Additions, 'added' | 'channelType'> & {
  /** The text of the answer. Choices need one. */
  words: string
  onChange: (added: Added) => void
}) {
  const texts = useAddTexts()
  const { quickReplies, buttons } = added
  return (
    <div className="flex flex-col gap-1">
      <ul aria-label={texts.added} className="flex max-h-37 flex-wrap gap-1 overflow-y-auto p-0.5">
        {quickReplies.map((reply, index) => (
          <Chip
            // biome-ignore lint/suspicious/noArrayIndexKey: two replies may be the same.
            key={`reply ${index}`}
            title={reply.title}
            look="border-dashed"
            onRemove={() => onChange({ ...added, quickReplies: quickReplies.filter(each => each !== reply) })}
          />
        ))}
        {buttons.map((button, index) => (
          <Chip
            // biome-ignore lint/suspicious/noArrayIndexKey: two buttons may be the same.
            key={`button ${index}`}
            title={button.title}
            more={button.type === 'url' ? URL.parse(button.url)?.host : undefined}
            icon={<Link size={12} aria-hidden="true" className="shrink-0" />}
            onRemove={() => onChange({ ...added, buttons: buttons.filter(each => each !== button) })}
          />
        ))}
      </ul>
      {words === '' && <p className="text-small text-text-2">{texts.needsText}</p>}
      <TextOnlyHint channelType={channelType} shown={readPayload(messageWith(words, added))} />
    </div>
  )
}

function Chip({
  title,
  more,
  icon,
  look = '',
  onRemove,
}: {
  title: string
  more?: string | undefined
  icon?: ReactNode
  look?: string
  onRemove: () => void
}) {
  const texts = useAddTexts()
  return (
    <li
      className={`inline-flex max-w-full items-center gap-1.5 rounded-full border border-line-strong bg-ground ps-2.5 text-small ${look}`}
    >
      {icon}
      <bdi className="truncate">{title}</bdi>
      {more !== undefined && <span className="truncate text-text-2">{more}</span>}
      <button
        type="button"
        aria-label={texts.remove(title)}
        title={texts.remove(title)}
        onClick={onRemove}
        className="inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-full text-text-2 hover:bg-sunken hover:text-text pointer-coarse:size-11"
      >
        <X size={12} aria-hidden="true" />
      </button>
    </li>
  )
}
