import type { Entry } from '../../../../lib/protocol/entry.ts'
import type { Texts } from '../../texts/en.ts'
import { useLanguage, useTexts } from '../../texts/useTexts.ts'
import { fullTime, timeOfDay } from '../../ui/times.ts'
import { speakerName } from '../speaker.ts'

export type Marked = Exclude<Entry, { kind: 'message' | 'withheld' | 'note' }>

/** A change of control, or another event, across the whole width of the log. */
export function Mark({ entry, name }: { entry: Marked; name: string }) {
  const texts = useTexts()
  const language = useLanguage()
  return (
    <p className="flex items-center gap-3 text-small text-text-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      <span>
        <bdi>{sentenceOf(entry, name, texts)}</bdi>{' '}
        <time dateTime={entry.at} title={fullTime(entry.at, language)} className="tabular-nums">
          {timeOfDay(entry.at, language)}
        </time>
      </span>
    </p>
  )
}

function sentenceOf(entry: Marked, name: string, { log, who }: Texts): string {
  switch (entry.kind) {
    case 'paused': {
      if (entry.trigger === 'bot_failed') return log.botFailed
      if (entry.trigger === 'bot_paused') return log.botPaused
      const by = speakerName(entry.by, name, who)
      const sentence = entry.by.type === 'agent' ? log.paused(by) : log.asked(by)
      return entry.reason === undefined ? sentence : `${sentence} ${log.reason(entry.reason)}`
    }
    case 'resumed':
      return entry.outcome === 'expired' ? log.expired : log.resumed(speakerName(entry.by, name, who))
    case 'assigned':
      return log.assigned(speakerName(entry.agent, name, who))
    case 'transferred':
      return log.transferred(speakerName(entry.from, name, who))
    case 'alerted':
      return log.alerted(entry.count)
    case 'undeliverable':
      return log.undeliverable(entry.reason)
    case 'redelivery':
      return log.redelivery(speakerName(entry.by, name, who))
    default:
      return entry satisfies never
  }
}
