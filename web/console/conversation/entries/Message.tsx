import { useLanguage, useTexts } from '../../texts/useTexts.ts'
import { fullTime, timeOfDay } from '../../ui/times.ts'
import { speakerName } from '../speaker.ts'
import type { EntryProps } from './props.ts'

const LOOK = {
  user: 'self-start bg-sunken',
  bot: 'self-end bg-bot-ground',
  agent: 'self-end bg-person-ground',
  system: 'self-end bg-sunken',
} as const

const NAME_LOOK = { user: 'text-text-2', bot: 'text-bot', agent: 'text-person', system: 'text-text-2' } as const

/** Something that was said: the user on the left, bot and people on the right in their colours. */
export function Message({ entry, name }: EntryProps<'message'>) {
  const { who } = useTexts()
  const language = useLanguage()
  const { type } = entry.by
  return (
    <article className="flex flex-col">
      <div className={`max-w-4/5 rounded-card px-3 py-2 text-log ${LOOK[type]}`}>
        <p className={`flex items-baseline gap-2 text-small font-medium ${NAME_LOOK[type]}`}>
          <bdi>{speakerName(entry.by, name, who)}</bdi>
          <time
            dateTime={entry.at}
            title={fullTime(entry.at, language)}
            className="font-normal text-text-3 tabular-nums"
          >
            {timeOfDay(entry.at, language)}
          </time>
        </p>
        <p className="whitespace-pre-wrap break-words" dir="auto">
          {entry.text}
        </p>
      </div>
    </article>
  )
}
