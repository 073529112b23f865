import { Menu } from '@base-ui/react/menu'
import { AlarmClock } from 'lucide-react'
import { lazy, type RefObject, Suspense, useState } from 'react'
import { useAction } from '../../actions/useAction.ts'
import type { Snooze } from '../../data/views.ts'
import { useLocale } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { MenuChoice, MenuPopup } from '../../ui/MenuPopup.tsx'
import { dayAndTime } from '../../ui/times.ts'
import { SNOOZE_KEY } from '../keys.ts'
import { endsFrom } from './ends.ts'
import { useSnoozeTexts } from './texts/useSnoozeTexts.ts'
import { useSnooze } from './useSnooze.ts'

/** Loads when it is first opened. */
const SnoozeDialog = lazy(async () => ({ default: (await import('./SnoozeDialog.tsx')).SnoozeDialog }))

/** Snoozes the agent's conversation until a time or until the user writes, and wakes it. */
export function SnoozeControl({
  session,
  current,
  isDisabled,
  log,
}: {
  session: string
  /** The snooze of the conversation, if it is snoozed. */
  current: Snooze | undefined
  isDisabled: boolean
  /** Gets the focus when the button to wake is gone. */
  log: RefObject<HTMLElement | null>
}) {
  const texts = useSnoozeTexts()
  const { snooze, wake, isPending, isFailed } = useSnooze(session)
  const [isOpen, setOpen] = useState(false)
  const [isLoaded, setLoaded] = useState(false)
  const [isChoosing, setChoosing] = useState(false)
  const canAct = !isDisabled && !isPending
  const choose = () => {
    setLoaded(true)
    setChoosing(true)
  }
  const wakeNow = () => {
    log.current?.focus()
    wake()
  }
  useAction('snooze', canAct ? texts.snooze : undefined, SNOOZE_KEY, () => setOpen(true))
  useAction('wake', canAct && current ? texts.wake : undefined, undefined, wakeNow)
  return (
    <>
      <span role="status" className="not-empty:pe-2">
        {isFailed ? texts.failed : ''}
      </span>
      {current && (
        <Button disabled={!canAct} onClick={wakeNow}>
          {texts.wake}
        </Button>
      )}
      <Menu.Root open={isOpen} onOpenChange={setOpen}>
        <Menu.Trigger
          disabled={!canAct}
          render={props => (
            <IconButton {...props} label={texts.snooze} aria-keyshortcuts={SNOOZE_KEY.key} className="shrink-0">
              <AlarmClock size={18} aria-hidden="true" />
            </IconButton>
          )}
        />
        <MenuPopup label={texts.snooze} align="end" className="w-60">
          {isOpen && <Choices onChoose={snooze} />}
          <MenuChoice title={texts.writes} more={texts.writesMore} onChoose={() => snooze()} />
          <Menu.Separator className="mx-3 my-1 h-px bg-line" />
          <MenuChoice title={texts.choose} onChoose={choose} />
        </MenuPopup>
      </Menu.Root>
      <Suspense>
        {isLoaded && <SnoozeDialog isOpen={isChoosing} onOpenChange={setChoosing} onChoose={snooze} />}
      </Suspense>
    </>
  )
}

/** The offered times, as they are when the menu opens. */
function Choices({ onChoose }: { onChoose: (until: number) => void }) {
  const snooze = useSnoozeTexts()
  const locale = useLocale()
  const [now] = useState(Date.now)
  const { hour, tomorrow, monday } = endsFrom(now)
  const choice = (title: string, at: number) => (
    <MenuChoice title={title} more={dayAndTime(at, now, locale)} onChoose={() => onChoose(at)} />
  )
  return (
    <>
      {choice(snooze.hour, hour)}
      {choice(snooze.tomorrow, tomorrow)}
      {monday !== undefined && choice(snooze.monday, monday)}
    </>
  )
}
