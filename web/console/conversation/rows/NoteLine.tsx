import { StickyNote } from 'lucide-react'
import { useTexts } from '../../texts/useTexts.ts'
import { TypedWords } from '../content/Words.tsx'
import { useScene } from '../scene.ts'
import { speakerName } from '../speaker.ts'
import { LineTime } from './LineTime.tsx'
import type { RowProps } from './props.ts'

/** Shows a note, which only agents see. */
export function NoteLine({ row: { entry } }: RowProps<'note'>) {
  const { who, log } = useTexts()
  const { name } = useScene()
  return (
    <article className="pt-3 pb-0.5">
      <div className="rounded-card bg-note-ground px-3 py-2 text-log">
        <p className="flex items-center gap-1.5 font-medium text-small text-text-2">
          <StickyNote size={14} aria-hidden="true" className="shrink-0" />
          <bdi className="truncate">{log.noteBy(speakerName(entry.by, name, who))}</bdi>
          <LineTime at={entry.at} />
        </p>
        <TypedWords text={entry.text} />
      </div>
    </article>
  )
}
