import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import type { ConversationHandle } from '../../../lib/client/index.ts'
import { useServer } from '../data/server.ts'
import type { ConversationFacts } from '../data/useConversationFacts.ts'
import type { Texts } from '../texts/en.ts'
import { useLanguage, useTexts } from '../texts/useTexts.ts'
import { Button, buttonClasses } from '../ui/Button.tsx'
import { clockTime, spokenTime } from '../ui/times.ts'
import { useNow } from '../ui/useNow.ts'
import { type Holding, holdingOf } from './holding.ts'

const OUTCOMES = ['resolved', 'rejected', 'returned'] as const
const EVERY_MS = 1_000

/** Who has the conversation, and the button that changes it. */
export function ControlBar({ handle, facts }: { handle: ConversationHandle; facts: ConversationFacts }) {
  const { agent } = useServer()
  const { control } = useTexts()
  const holding = holdingOf(facts.control, agent.id)
  const isBot = holding.by === 'bot'
  return (
    <section
      aria-label={control.label}
      data-holder={isBot ? 'bot' : 'person'}
      className={`flex min-h-12 items-center gap-3 border-line border-b px-4 ${isBot ? 'bg-bot-ground text-bot' : 'bg-person-ground text-person'}`}
    >
      <span className="flex-1 font-medium">
        <HoldingText holding={holding} />
      </span>
      {isBot ? (
        <Button kind="primary" onClick={() => handle.pause()}>
          {control.takeOver}
        </Button>
      ) : (
        <Menu.Root>
          <Menu.Trigger className={buttonClasses('plain')}>
            {control.handBack}
            <ChevronDown size={14} aria-hidden="true" />
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner align="end" sideOffset={4}>
              <Menu.Popup className="w-70 rounded-card border border-line bg-raised p-1 shadow-lg">
                {OUTCOMES.map(outcome => (
                  <Menu.Item
                    key={outcome}
                    onClick={() => handle.unpause({ outcome })}
                    className="flex cursor-pointer flex-col rounded-control px-3 py-2 data-[highlighted]:bg-sunken"
                  >
                    <span className="font-medium text-text">{control[outcome]}</span>
                    <span className="text-small text-text-2">{control[`${outcome}More`]}</span>
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
    </section>
  )
}

function HoldingText({ holding }: { holding: Holding }) {
  const { control } = useTexts()
  const language = useLanguage()
  const now = useNow(EVERY_MS)
  if (holding.by === 'bot') return control.botHas
  const lastsMs = now - Date.parse(holding.since)
  return (
    <>
      <bdi>{holderText(holding, control)}</bdi>{' '}
      <span className="font-normal tabular-nums opacity-80" aria-hidden="true">
        · {clockTime(lastsMs)}
      </span>
      <span className="sr-only">{control.forTime(spokenTime(lastsMs, language))}</span>
    </>
  )
}

function holderText(holding: Exclude<Holding, { by: 'bot' }>, control: Texts['control']): string {
  switch (holding.by) {
    case 'nobody':
      return control.waits
    case 'me':
      return control.youHave
    case 'other':
      return control.agentHas(holding.name)
    default:
      return holding satisfies never
  }
}
