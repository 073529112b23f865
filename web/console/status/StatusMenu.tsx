import { Menu } from '@base-ui/react/menu'
import { CircleCheck, CircleMinus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useAction } from '../actions/useAction.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { MenuPopup } from '../ui/MenuPopup.tsx'
import { useStatusTexts } from './texts/useStatusTexts.ts'
import { useStatus } from './useStatus.ts'

/** Shows whether the agent takes conversations, and lets them change it. */
export function StatusMenu() {
  const texts = useStatusTexts()
  const { me, isAway, isFailed, set } = useStatus()
  useAction('status', me && (isAway ? texts.comeBack : texts.goAway), undefined, () => set(!isAway))
  return (
    <Menu.Root>
      <Menu.Trigger
        disabled={me === undefined}
        render={props => (
          <IconButton {...props} label={texts.label(isAway ? texts.away : texts.online)}>
            {isAway ? (
              <CircleMinus size={18} aria-hidden="true" />
            ) : (
              <CircleCheck size={18} aria-hidden="true" className="text-accent" />
            )}
          </IconButton>
        )}
      />
      <MenuPopup side="top" align="end" className="w-65">
        <Menu.RadioGroup value={isAway ? 'away' : 'online'} onValueChange={value => set(value === 'away')}>
          <Status value="online" title={texts.online} more={texts.onlineMore}>
            <CircleCheck size={18} aria-hidden="true" className="text-accent" />
          </Status>
          <Status value="away" title={texts.away} more={texts.awayMore}>
            <CircleMinus size={18} aria-hidden="true" />
          </Status>
        </Menu.RadioGroup>
        {me && (
          <p className="border-line border-t px-3 pt-2 pb-1 text-small text-text-2">
            {me.capacity === undefined ? texts.load(me.load) : texts.loadOf(me.load, me.capacity)}
          </p>
        )}
        {isFailed && <p className="px-3 pb-1 text-late text-small">{texts.failed}</p>}
      </MenuPopup>
      {/* Outside the menu, which has closed by then and may contain no alert. */}
      {isFailed && (
        <span role="alert" className="sr-only">
          {texts.failed}
        </span>
      )}
    </Menu.Root>
  )
}

function Status({
  value,
  title,
  more,
  children,
}: {
  value: 'online' | 'away'
  title: string
  more: string
  children: ReactNode
}) {
  return (
    <Menu.RadioItem
      value={value}
      closeOnClick
      className="flex cursor-pointer items-start gap-3 rounded-control px-3 py-2 outline-none data-[checked]:bg-sunken data-[highlighted]:bg-sunken"
    >
      <span className="mt-0.5 shrink-0">{children}</span>
      <span className="flex flex-col">
        <span className="font-medium text-text">{title}</span>
        <span className="text-small text-text-2">{more}</span>
      </span>
    </Menu.RadioItem>
  )
}
