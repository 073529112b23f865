import { Ear } from 'lucide-react'
import { useServer } from '../data/server.ts'
import { useNotifications } from '../notifications/useNotifications.ts'
import { Button } from '../ui/Button.tsx'
import { useTeamTexts } from './texts/useTeamTexts.ts'

/** Shows the agent of a conversation what supervisors whispered about it, until the agent has got it. */
export function Whispers({ session }: { session: string }) {
  const texts = useTeamTexts()
  const { agent } = useServer()
  const { items, setDone } = useNotifications()
  const whispers = items.filter(
    ({ kind, to, ...each }) => kind === 'whisper' && each.session === session && to?.id === agent.id,
  )
  return (
    <div role="status">
      {whispers.toReversed().map(({ number, message, by }) => (
        <p
          key={number}
          className="flex min-h-11 items-center gap-3 border-line border-b bg-note-ground px-4 py-1.5 wrap-anywhere"
        >
          <Ear size={16} aria-hidden="true" className="shrink-0 text-waiting" />
          <span className="min-w-0 flex-1">
            <bdi className="font-medium">{texts.whispered(by.name ?? by.id ?? '')}</bdi>
            {': '}
            <bdi>{message}</bdi>
          </span>
          <Button kind="quiet" onClick={() => setDone(number)}>
            {texts.done}
          </Button>
        </p>
      ))}
    </div>
  )
}
