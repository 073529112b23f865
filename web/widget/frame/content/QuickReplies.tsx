import { readPayload } from '../../../../lib/protocol/read-payload.ts'
import type { Said } from '../../../../lib/protocol/shown.ts'
import type { Choose } from './Buttons.tsx'

interface QuickRepliesProps {
  /** The newest message. Nothing was said after it. */
  readonly said: Said
  readonly onChoose: Choose
}

/** Offers the quick replies of a message. */
export function QuickReplies({ said, onChoose }: QuickRepliesProps) {
  const { quickReplies } = readPayload(said)
  if (quickReplies.length === 0) return null
  return (
    <div class="quick-replies">
      {quickReplies.map(({ title, payload }, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
          key={index}
          type="button"
          onClick={() => onChoose({ type: 'quick_reply', text: title, ...(payload && { payload: { payload } }) })}
        >
          <bdi>{title}</bdi>
        </button>
      ))}
    </div>
  )
}
