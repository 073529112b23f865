import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ConversationHandle } from '../../../lib/client/index.ts'
import { KeyHint } from '../actions/KeyHint.tsx'
import { useTexts } from '../texts/useTexts.ts'
import { buttonClasses } from '../ui/Button.tsx'
import { MenuChoice, MenuPopup } from '../ui/MenuPopup.tsx'
import { HAND_BACK_KEY } from './keys.ts'
import { OUTCOMES } from './outcomes.ts'

/** Loads when it is first opened. */
const HandBackDialog = lazy(async () => ({ default: (await import('./HandBackDialog.tsx')).HandBackDialog }))

/** Gives the conversation back to the bot, with one press or with a comment. */
export function HandBackMenu({
  handle,
  isDisabled,
  isOpen,
  onOpenChange,
}: {
  handle: ConversationHandle
  isDisabled: boolean
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  const { control } = useTexts()
  const [isLoaded, setLoaded] = useState(false)
  const [isCommenting, setCommenting] = useState(false)
  const comment = () => {
    setLoaded(true)
    setCommenting(true)
  }
  return (
    <>
      <Menu.Root open={isOpen} onOpenChange={onOpenChange}>
        <Menu.Trigger disabled={isDisabled} aria-keyshortcuts={HAND_BACK_KEY.key} className={buttonClasses('plain')}>
          {control.handBack}
          <ChevronDown size={14} aria-hidden="true" />
          <KeyHint keys={HAND_BACK_KEY} />
        </Menu.Trigger>
        <MenuPopup align="end" className="w-70">
          {OUTCOMES.map(outcome => (
            <MenuChoice
              key={outcome}
              title={control[outcome]}
              more={control[`${outcome}More`]}
              onChoose={() => handle.unpause({ outcome })}
            />
          ))}
          <Menu.Separator className="mx-3 my-1 h-px bg-line" />
          <MenuChoice title={control.withComment} onChoose={comment} />
        </MenuPopup>
      </Menu.Root>
      <Suspense>
        {isLoaded && <HandBackDialog handle={handle} isOpen={isCommenting} onOpenChange={setCommenting} />}
      </Suspense>
    </>
  )
}
