import type { ComponentType } from 'react'
import type { Entry } from '../../../../lib/protocol/entry.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { Mark } from './Mark.tsx'
import { Message } from './Message.tsx'
import { Note } from './Note.tsx'
import type { EntryProps } from './props.ts'
import { Withheld } from './Withheld.tsx'

const LINES = {
  message: Message,
  withheld: Withheld,
  note: Note,
  paused: Mark,
  resumed: Mark,
  assigned: Mark,
  transferred: Mark,
  alerted: Mark,
  undeliverable: Mark,
  redelivery: Mark,
} satisfies { readonly [Kind in Entry['kind']]: ComponentType<EntryProps<Kind>> }

/** One line of the log. An entry of a kind that a newer server writes is named rather than left out. */
export function EntryLine({ entry, name }: { entry: Entry; name: string }) {
  const { log } = useTexts()
  const Line = LINES[entry.kind] as ComponentType<{ entry: Entry; name: string }> | undefined
  return (
    <li data-seq={entry.seq} data-kind={entry.kind}>
      {Line === undefined ? (
        <p className="text-center text-small text-text-3">{log.unknownEntry((entry as { kind: string }).kind)}</p>
      ) : (
        <Line entry={entry} name={name} />
      )}
    </li>
  )
}
