import { useTexts } from '../../texts/useTexts.ts'
import { speakerName } from '../speaker.ts'
import type { EntryProps } from './props.ts'

/** A line that only agents see. */
export function Note({ entry, name }: EntryProps<'note'>) {
  const { who, log } = useTexts()
  return (
    <article className="rounded-card bg-note-ground px-3 py-2 text-log">
      <p className="font-medium text-small text-text-2">
        {log.note} · <bdi>{speakerName(entry.by, name, who)}</bdi>
      </p>
      <p className="whitespace-pre-wrap break-words" dir="auto">
        {entry.text}
      </p>
    </article>
  )
}
