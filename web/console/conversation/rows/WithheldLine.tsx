import { Bot } from 'lucide-react'
import { useCallback, useSyncExternalStore } from 'react'
import { readPayload } from '../../../../lib/protocol/read-payload.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { Content } from '../content/Content.tsx'
import { useScene } from '../scene.ts'
import { LineTime } from './LineTime.tsx'
import type { RowProps } from './props.ts'

/** Shows words of the bot that the user never got, as a draft for agents. */
export function WithheldLine({ row: { entry, of } }: RowProps<'withheld'>) {
  const { log } = useTexts()
  const { dismissals, onUse } = useScene()
  const subscribe = useCallback((listener: () => void) => dismissals.subscribe(listener), [dismissals])
  const isDismissed = useSyncExternalStore(subscribe, () => dismissals.has(entry.seq))
  const said = of ?? entry
  const { text } = readPayload(said)
  if (isDismissed) {
    return (
      <p className="flex items-center justify-end gap-2 pt-1 text-small text-text-3">
        {log.dismissed}
        <Button kind="quiet" onClick={() => dismissals.set(entry.seq, false)}>
          {log.undoDismiss}
        </Button>
      </p>
    )
  }
  return (
    <article className="flex flex-col items-end pt-3 pb-0.5">
      <div className="min-w-0 max-w-full rounded-card border border-bot border-dashed px-3 py-2 text-log shell:max-w-4/5">
        <p className="flex items-center gap-1.5 pb-0.5 font-medium text-bot text-small">
          <Bot size={14} aria-hidden="true" className="shrink-0" />
          <span>{entry.delivery === 'unknown' ? log.perhapsSent : log.withheld}</span>
          <LineTime at={entry.at} />
        </p>
        {entry.of !== undefined && of === undefined ? (
          <p className="text-text-2">{log.standsAbove}</p>
        ) : (
          <Content said={said} isTyped={false} />
        )}
        <p className="flex justify-end gap-1 pt-1">
          {text !== undefined && <Button onClick={() => onUse(text)}>{log.useDraft}</Button>}
          <Button kind="quiet" onClick={() => dismissals.set(entry.seq, true)}>
            {log.dismissDraft}
          </Button>
        </p>
      </div>
    </article>
  )
}
