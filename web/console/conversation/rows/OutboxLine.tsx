import type { OutboxItem, Say } from '../../../../lib/client/index.ts'
import { useServer } from '../../data/server.ts'
import { problemText } from '../../texts/problem-text.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { againOf } from '../again.ts'
import { Content } from '../content/Content.tsx'
import { TypedWords } from '../content/Words.tsx'
import { useScene } from '../scene.ts'
import type { RowProps } from './props.ts'
import { Speech } from './Speech.tsx'

/** The lowest opacity with enough contrast in both themes. */
const DIM = 'opacity-75'
/** Links, and the subtitle of a card, have too little contrast if they are dimmed. */
const DASHED = 'outline-1 outline-dashed outline-person'

type Failed = Extract<OutboxItem['state'], { status: 'failed' }>

/** Shows a command that is not logged yet, dimmed, at its future place. Offers to retry or discard a failed one. */
export function OutboxLine({ row: { item, isTurnStart } }: RowProps<'outbox'>) {
  const { log, who } = useTexts()
  const { agent } = useServer()
  const { command, state } = item
  const failure = state.status === 'failed' ? <FailureLine item={item} state={state} /> : undefined
  switch (command.type) {
    case 'message':
      return (
        <Speech
          side="agent"
          name={agent.name ?? who.agent}
          at={undefined}
          isTurnStart={isTurnStart}
          look={lookOf(item)}
          below={failure ?? <span className="sr-only">{log.sending}</span>}
        >
          <Content said={command.message} isTyped />
        </Speech>
      )
    case 'note': {
      const dim = state.status === 'failed' ? '' : DIM
      return (
        <article className="flex flex-col items-end pt-3 pb-0.5">
          <div className={`w-full rounded-card bg-note-ground px-3 py-2 text-log ${dim}`}>
            <p className="font-medium text-small text-text-2">{log.noteBy(agent.name ?? who.agent)}</p>
            <TypedWords text={command.text} />
          </div>
          {failure}
        </article>
      )
    }
    case 'approve':
      if (failure === undefined || command.replies === undefined) return failure ?? null
      return (
        <Speech
          side="agent"
          name={agent.name ?? who.agent}
          at={undefined}
          isTurnStart={isTurnStart}
          look={lookOf(item)}
          below={failure}
        >
          {command.replies.map((said, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the replies of a command never change.
            <Content key={index} said={said} isTyped />
          ))}
        </Speech>
      )
    case 'pause':
    case 'unpause':
    case 'supervise':
    case 'claim':
    case 'transfer':
    case 'decline':
      return failure ?? null
    default:
      return command satisfies never
  }
}

/** Returns the words that a command sends to the user. */
function wordsOf(command: OutboxItem['command']): readonly Say[] {
  if (command.type === 'message') return [command.message]
  return command.type === 'approve' ? (command.replies ?? []) : []
}

function lookOf({ command, state }: OutboxItem): string {
  if (state.status === 'failed') return 'outline-1 outline-late border-late!'
  return command.type === 'message' && command.message.payload !== undefined ? DASHED : DIM
}

function FailureLine({ item, state: { problem } }: { item: OutboxItem; state: Failed }) {
  const texts = useTexts()
  const { app, log } = texts
  const { handle } = useScene()
  const { id, command } = item
  const again = againOf(item, problem)
  const repeat = () => {
    if (again !== 'say-anyway') return handle.retry(id)
    // The condition failed, but the agent wants to send it anyway.
    handle.discard(id)
    for (const said of wordsOf(command)) handle.say(said)
  }
  return (
    <p className="flex flex-wrap items-center justify-end gap-x-2 pt-0.5 text-late text-small" role="alert">
      {log.commandFailed[command.type]} {problemText(problem, texts)}
      <span className="-me-3 flex gap-1">
        {again !== undefined && (
          <Button kind="quiet" onClick={repeat}>
            {{ 'say-anyway': log.sayAnyway, resend: log.retry, retry: app.tryAgain }[again]}
          </Button>
        )}
        <Button kind="quiet" onClick={() => handle.discard(id)}>
          {log.discard}
        </Button>
      </span>
    </p>
  )
}
