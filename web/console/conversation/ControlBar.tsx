import { AlarmClock, Bot, Clock, type LucideIcon, UserRound } from 'lucide-react'
import { lazy, type RefObject, Suspense, useState } from 'react'
import type { Command, ConversationHandle, OutboxItem } from '../../../lib/client/index.ts'
import { KeyHint } from '../actions/KeyHint.tsx'
import { useAction } from '../actions/useAction.ts'
import type { Snooze } from '../data/views.ts'
import type { Texts } from '../texts/en.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { shortDuration, spokenTime } from '../ui/times.ts'
import { useNow } from '../ui/useNow.ts'
import { HandBackMenu } from './HandBackMenu.tsx'
import { HandoffMenu } from './handoff/HandoffMenu.tsx'
import type { Holding } from './holding.ts'
import { HAND_BACK_KEY, TAKE_OVER_KEY } from './keys.ts'

/** Loads with the first conversation that the agent has. */
const SnoozeControl = lazy(async () => ({ default: (await import('./snooze/SnoozeControl.tsx')).SnoozeControl }))
/** Loads with the first snoozed conversation. */
const SnoozedText = lazy(async () => ({ default: (await import('./snooze/SnoozedText.tsx')).SnoozedText }))

const EVERY_MS = 1_000

interface Look {
  readonly strip: string
  readonly Icon: LucideIcon
}

const LOOKS: Readonly<Record<Holding['by'], Look>> = {
  bot: { strip: 'bg-bot-ground text-bot', Icon: Bot },
  supervised: { strip: 'bg-bot-ground text-bot', Icon: Bot },
  nobody: { strip: 'bg-note-ground text-waiting', Icon: Clock },
  me: { strip: 'bg-person-ground text-person', Icon: UserRound },
  other: { strip: 'bg-person-ground text-person', Icon: UserRound },
}

/** Shows the holder of the conversation, and the buttons that change it. */
export function ControlBar({
  handle,
  holding,
  outbox,
  log,
}: {
  handle: ConversationHandle
  holding: Holding
  outbox: readonly OutboxItem[]
  /** Gets the focus when a button with the focus is gone. */
  log: RefObject<HTMLElement | null>
}) {
  const { control } = useTexts()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const underWay = outbox.flatMap(({ command, state }) =>
    isOfControl(command) && state.status !== 'failed' ? [command] : [],
  )[0]
  const isBusy = underWay !== undefined
  const botWrites = holding.by === 'bot' || holding.by === 'supervised'
  const canTakeOver = botWrites && !isBusy
  const canHandBack = !botWrites && !isBusy
  const canClaim = holding.by === 'nobody' && !isBusy
  const takeOver = () => handle.pause()
  const claim = () => handle.claim()
  useAction('take-over', canTakeOver ? control.takeOver : undefined, TAKE_OVER_KEY, takeOver)
  useAction('claim', canClaim ? control.claim : undefined, TAKE_OVER_KEY, claim)
  useAction('hand-back', canHandBack ? control.handBack : undefined, HAND_BACK_KEY, () => setMenuOpen(true))
  const { strip, Icon: OfHolder } = LOOKS[holding.by]
  const snooze = snoozeIn(holding)
  const Icon = snooze ? AlarmClock : OfHolder
  return (
    <section
      aria-label={control.label}
      data-holder={botWrites ? 'bot' : 'person'}
      className={`flex min-h-12 shrink-0 items-center gap-2 border-line border-b px-4 py-1.5 max-shell:flex-wrap ${strip}`}
    >
      <Icon size={18} aria-hidden="true" className="shrink-0" />
      {/* On a narrow screen the buttons go below the text if little of it would be left. */}
      <span className="min-w-0 flex-1 font-medium max-shell:min-w-36">
        {isBusy ? busyText(underWay, control) : <HoldingText holding={holding} />}
      </span>
      <span className="ms-auto flex items-center gap-2 max-shell:flex-wrap max-shell:justify-end">
        {holding.by === 'nobody' && (
          <Button kind="primary" disabled={!canClaim} onClick={claim} aria-keyshortcuts={TAKE_OVER_KEY.key}>
            {control.claim}
            <KeyHint keys={TAKE_OVER_KEY} />
          </Button>
        )}
        {holding.by === 'me' && (
          <Suspense fallback={<span className="size-8 pointer-coarse:size-11" />}>
            <SnoozeControl session={handle.session} current={snooze} isDisabled={isBusy} log={log} />
          </Suspense>
        )}
        <HandoffMenu handle={handle} holding={holding} isDisabled={isBusy} log={log} />
        {holding.by === 'supervised' && (
          <Button disabled={isBusy} onClick={() => handle.unpause()}>
            {control.endSupervision}
          </Button>
        )}
        {botWrites ? (
          <Button kind="primary" disabled={!canTakeOver} onClick={takeOver} aria-keyshortcuts={TAKE_OVER_KEY.key}>
            {control.takeOver}
            <KeyHint keys={TAKE_OVER_KEY} />
          </Button>
        ) : (
          <HandBackMenu handle={handle} isDisabled={!canHandBack} isOpen={isMenuOpen} onOpenChange={setMenuOpen} />
        )}
      </span>
    </section>
  )
}

type ControlCommand = Exclude<Command, { readonly type: 'message' | 'note' | 'approve' }>

const isOfControl = (command: Command): command is ControlCommand =>
  command.type !== 'message' && command.type !== 'note' && command.type !== 'approve'

/** Shows a change of control as pending until the server confirms it. */
function busyText(command: ControlCommand, control: Texts['control']): string {
  switch (command.type) {
    case 'pause':
      return control.takingOver
    case 'unpause':
      return control.handingBack
    case 'supervise':
      return control.supervising
    case 'claim':
      return control.claiming
    case 'transfer':
      return command.to === undefined ? control.puttingBack : control.passingOn
    case 'decline':
      return control.declining
    default:
      return command satisfies never
  }
}

function HoldingText({ holding }: { holding: Holding }) {
  const { control } = useTexts()
  const locale = useLocale()
  const now = useNow(EVERY_MS)
  if (holding.by === 'bot') return control.botHas
  const snooze = snoozeIn(holding)
  if (snooze) {
    return (
      <Suspense>
        <SnoozedText name={holding.by === 'other' ? holding.name : undefined} snooze={snooze} />
      </Suspense>
    )
  }
  const lastsMs = now - Date.parse(holding.since)
  return (
    <span className="flex min-w-0 items-baseline gap-1">
      <bdi className="truncate">{holderText(holding, control)}</bdi>
      <span className="whitespace-nowrap font-normal tabular-nums" aria-hidden="true">
        · {shortDuration(lastsMs, locale)}
      </span>
      <span className="sr-only">{control.forTime(spokenTime(lastsMs, locale))}</span>
      {holding.by === 'nobody' && <span className="truncate font-normal max-shell:hidden">· {control.waitsMore}</span>}
    </span>
  )
}

const snoozeIn = (holding: Holding): Snooze | undefined => ('snooze' in holding ? holding.snooze : undefined)

function holderText(holding: Exclude<Holding, { by: 'bot' }>, control: Texts['control']): string {
  switch (holding.by) {
    case 'supervised':
      return control.supervised
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
