import { useTexts } from '../../texts/useTexts.ts'
import type { EntryProps } from './props.ts'

/** Words of the bot that the user never got: a draft for agents. */
export function Withheld({ entry }: EntryProps<'withheld'>) {
  const { log } = useTexts()
  return (
    <article className="flex flex-col">
      <div className="max-w-4/5 self-end rounded-card border border-bot border-dashed px-3 py-2 text-log">
        <p className="font-medium text-bot text-small">{log.withheld}</p>
        <p className="whitespace-pre-wrap break-words" dir="auto">
          {entry.text}
        </p>
      </div>
    </article>
  )
}
