import { MAX_REASON_CHARS } from '../../../../lib/protocol/wire.ts'
import { useHandoffTexts } from './texts/useHandoffTexts.ts'

/** The field for a reason that the other agents read. */
export function ReasonField({
  value,
  isOptional,
  onChange,
}: {
  value: string
  isOptional: boolean
  onChange: (value: string) => void
}) {
  const { reason, reasonOptional } = useHandoffTexts()
  return (
    <label className="flex flex-col gap-1">
      <span className="text-text-2">{isOptional ? reasonOptional : reason}</span>
      <textarea
        value={value}
        rows={2}
        dir="auto"
        required={!isOptional}
        maxLength={MAX_REASON_CHARS}
        onChange={event => onChange(event.target.value)}
        className="resize-none rounded-control border border-line-strong bg-ground px-3 py-2 text-log pointer-coarse:text-title"
      />
    </label>
  )
}
