import { useContext } from 'react'
import { Link } from 'wouter'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { pathOf } from '../app/paths.ts'
import { holdingOf } from '../conversation/holding.ts'
import { nameOf } from '../data/names.ts'
import { useServer } from '../data/server.ts'
import { snoozeOf, waitsSince } from '../data/views.ts'
import { SnoozeMark } from '../inbox/SnoozeMark.tsx'
import { WaitingTime } from '../inbox/WaitingTime.tsx'
import { Avatar } from '../ui/Avatar.tsx'
import { Button, buttonClasses } from '../ui/Button.tsx'
import { TeamContext } from './actions.ts'
import { useTeamTexts } from './texts/useTeamTexts.ts'

/** A conversation with what a supervisor may do about it. `queueName`: the queue in which it waits. */
export function TeamConversation({
  conversation,
  queueName,
}: {
  conversation: Conversation
  queueName?: string | undefined
}) {
  const texts = useTeamTexts()
  const { agent, botId } = useServer()
  const { take, give, whisper, busyWith } = useContext(TeamContext)
  const { id, user, control, preview } = conversation
  const holding = holdingOf(control, agent.id)
  const [name, since, snooze] = [nameOf(conversation), waitsSince(conversation), snoozeOf(control)]
  const isBusy = busyWith === id
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 shell:px-6">
      <Avatar name={name} url={user.avatarUrl} />
      <span className="flex min-w-40 flex-1 flex-col">
        <span className="flex items-baseline gap-2">
          <bdi className="truncate font-medium">{name}</bdi>
          {snooze && <SnoozeMark snooze={snooze} />}
          {since !== undefined && <WaitingTime since={since} />}
          {queueName !== undefined && <bdi className="truncate text-small text-text-2">{queueName}</bdi>}
        </span>
        <span className="truncate text-text-2" dir="auto">
          {preview?.text}
        </span>
      </span>
      <span className="ms-auto flex flex-wrap items-center justify-end gap-1">
        <Link
          to={pathOf({ page: 'inbox', botId, view: 'all', session: id })}
          aria-label={texts.about(texts.listenIn, name)}
          className={buttonClasses('quiet')}
        >
          {texts.listenIn}
        </Link>
        {holding.by === 'other' && (
          <Button kind="quiet" aria-label={texts.about(texts.whisper, name)} onClick={() => whisper(conversation)}>
            {texts.whisper}
          </Button>
        )}
        {holding.by !== 'supervised' && (
          <Button
            kind="quiet"
            disabled={isBusy}
            aria-label={texts.about(texts.give, name)}
            onClick={() => give(conversation)}
          >
            {texts.give}
          </Button>
        )}
        {(holding.by === 'other' || holding.by === 'nobody') && (
          <Button disabled={isBusy} aria-label={texts.about(texts.take, name)} onClick={() => take(conversation)}>
            {texts.take}
          </Button>
        )}
      </span>
    </div>
  )
}
