import type { ConversationHandle, OutboxItem } from '../../../lib/client/index.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'

/** A command that the log does not show yet. Words stand dimmed at the end of the log until they have their place in it. */
export function OutboxLine({ item, handle }: { item: OutboxItem; handle: ConversationHandle }) {
  const { log } = useTexts()
  const { command, state } = item
  const words = command.type === 'message' ? command.message.text : command.type === 'note' ? command.text : undefined
  if (words === undefined && state.status !== 'failed') return null
  return (
    <li className="flex flex-col">
      <div
        className={`max-w-4/5 self-end rounded-card px-3 py-2 text-log ${command.type === 'note' ? 'bg-note-ground' : 'bg-person-ground'} ${state.status === 'failed' ? '' : 'opacity-60'}`}
      >
        {words !== undefined && (
          <p className="whitespace-pre-wrap break-words" dir="auto">
            {words}
          </p>
        )}
        {state.status === 'failed' ? (
          <p className="flex items-center gap-2 text-late text-small">
            {log.failed} ({state.problem.code})
            <Button kind="quiet" onClick={() => handle.retry(item.id)}>
              {log.retry}
            </Button>
            <Button kind="quiet" onClick={() => handle.discard(item.id)}>
              {log.discard}
            </Button>
          </p>
        ) : (
          <p className="text-small text-text-3">{log.sending}</p>
        )}
      </div>
    </li>
  )
}
