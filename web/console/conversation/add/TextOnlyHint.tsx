import { textOnly } from '../../../../lib/channels/text-only.ts'
import type { Shown } from '../../../../lib/protocol/shown.ts'
import type { Additions } from './additions.ts'
import { useAddTexts } from './texts/useAddTexts.ts'

/** Says how many choices the channel of the conversation shows as text only. Nothing if it shows all. */
export function TextOnlyHint({ channelType, shown }: { channelType: Additions['channelType']; shown: Shown }) {
  const texts = useAddTexts()
  const { quickReplies, buttons } = textOnly(channelType, shown)
  const hints = [
    ...(quickReplies > 0 ? [texts.textOnly.quickReplies(quickReplies)] : []),
    ...(buttons > 0 ? [texts.textOnly.buttons(buttons)] : []),
  ]
  return hints.length === 0 ? null : (
    <p role="status" className="text-small text-waiting">
      {hints.join(' ')}
    </p>
  )
}
