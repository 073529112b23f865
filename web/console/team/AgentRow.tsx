import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { BotAgent } from '../../../lib/protocol/agents.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { ConversationsOf } from './ConversationsOf.tsx'
import { useTeamTexts } from './texts/useTeamTexts.ts'

const LOOKS = {
  online: 'bg-person',
  away: 'bg-waiting',
  offline: 'bg-line-strong',
} as const satisfies Record<BotAgent['status'], string>

/** An agent with status and load. Opens the list of the agent's conversations. */
export function AgentRow({ agent: { id, name = id, status, load, capacity } }: { agent: BotAgent }) {
  const texts = useTeamTexts()
  const [isOpen, setOpen] = useState(false)
  const list = useId()
  return (
    <li className="border-line border-b">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={list}
          onClick={() => setOpen(!isOpen)}
          className="flex min-h-14 w-full cursor-pointer items-center gap-3 px-4 py-2 text-start -outline-offset-2 hover:bg-sunken shell:px-6"
        >
          <ChevronRight
            size={16}
            aria-hidden="true"
            className={`shrink-0 text-text-3 ${isOpen ? 'rotate-90' : 'rtl:-scale-x-100'}`}
          />
          <Avatar name={name} />
          <span className="flex min-w-0 flex-1 flex-col">
            <bdi className="truncate font-medium">{name}</bdi>
            <span className="flex items-center gap-1.5 text-small text-text-2">
              <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${LOOKS[status]}`} />
              {texts.status[status]}
            </span>
          </span>
          <span className="flex shrink-0 flex-col items-end gap-1 text-small text-text-2 tabular-nums">
            {capacity === undefined ? texts.load(load) : texts.loadOf(load, capacity)}
            {capacity !== undefined && <Meter load={load} capacity={capacity} />}
          </span>
        </button>
      </h3>
      <div id={list} hidden={!isOpen}>
        {isOpen && <ConversationsOf agent={{ id, name }} />}
      </div>
    </li>
  )
}

/** The share of the capacity that is taken. The text beside it says the same. */
function Meter({ load, capacity }: { load: number; capacity: number }) {
  const share = Math.min(1, load / capacity)
  return (
    <svg aria-hidden="true" viewBox="0 0 64 4" className="h-1 w-16 rounded-full bg-line rtl:-scale-x-100">
      <rect width={64 * share} height="4" className={share >= 1 ? 'fill-late' : 'fill-person'} />
    </svg>
  )
}
