import { Bot, type LucideIcon, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { LineTime } from './LineTime.tsx'

export type Side = 'user' | 'bot' | 'agent' | 'system'

interface Look {
  readonly row: string
  readonly bubble: string
  readonly name: string
  readonly Icon: LucideIcon | undefined
}

/** Shows the user on the left, bot and people on the right, each in its own colour. */
const LOOKS: Readonly<Record<Side, Look>> = {
  user: {
    row: 'items-start',
    bubble: 'rounded-e-card border-line-strong bg-sunken border-s-2',
    name: 'text-text-2',
    Icon: undefined,
  },
  bot: { row: 'items-end', bubble: 'rounded-s-card border-bot bg-bot-ground border-e-2', name: 'text-bot', Icon: Bot },
  agent: {
    row: 'items-end',
    bubble: 'rounded-s-card border-person bg-person-ground border-e-2',
    name: 'text-person',
    Icon: UserRound,
  },
  system: {
    row: 'items-end',
    bubble: 'rounded-s-card border-line-strong bg-sunken border-e-2',
    name: 'text-text-2',
    Icon: undefined,
  },
}

/** Shows a message. Only the first row of a turn shows the speaker; screen readers hear the name on each. */
export function Speech({
  side,
  name,
  at,
  isTurnStart,
  look = '',
  children,
  below,
}: {
  side: Side
  name: string
  /** Missing until the message is logged. */
  at: string | undefined
  isTurnStart: boolean
  look?: string
  children: ReactNode
  /** The fate of the message. */
  below?: ReactNode
}) {
  const { row, bubble, name: colour, Icon } = LOOKS[side]
  const isOnTheLeft = side === 'user'
  return (
    <article className={`group/line flex min-w-0 flex-col ${row} ${isTurnStart ? 'pt-3' : 'pt-0.5'} pb-0.5`}>
      {isTurnStart ? (
        <p className={`flex max-w-full items-center gap-1.5 pb-0.5 font-medium text-small ${colour}`}>
          {Icon !== undefined && <Icon size={14} aria-hidden="true" className="shrink-0" />}
          <bdi className="truncate">{name}</bdi>
          {at !== undefined && <LineTime at={at} />}
        </p>
      ) : (
        <span className="sr-only">{name}</span>
      )}
      <div
        className={`flex min-w-0 max-w-full items-end gap-2 shell:max-w-4/5 ${isOnTheLeft ? '' : 'flex-row-reverse'}`}
      >
        <div className={`min-w-0 max-w-full px-3 py-2 text-log ${bubble} ${look}`}>{children}</div>
        {!isTurnStart && at !== undefined && (
          <LineTime
            at={at}
            className="text-small opacity-0 group-focus-within/line:opacity-100 group-hover/line:opacity-100 max-shell:hidden"
          />
        )}
      </div>
      {below}
    </article>
  )
}
