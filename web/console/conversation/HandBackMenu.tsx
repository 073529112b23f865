import { Menu } from '@base-ui/react/menu'
import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ConversationHandle } from '../../../lib/client/index.ts'
import { useTexts } from '../texts/useTexts.ts'
import { buttonClasses } from '../ui/Button.tsx'
import { HAND_BACK_KEY, KeyHint } from './KeyHint.tsx'
import { OUTCOMES } from './outcomes.ts'

/** Loads when it is first opened. */
const HandBackDialog = lazy(async () => ({ default: (await import('./HandBackDialog.tsx')).HandBackDialog }))

const ITEM = 'flex cursor-pointer flex-col rounded-control px-3 py-2 outline-none data-[highlighted]:bg-sunken'

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
        <Menu.Portal>
          <Menu.Positioner align="end" sideOffset={4}>
            <Menu.Popup className="w-70 rounded-card border border-line bg-raised p-1 shadow-lg">
              {OUTCOMES.map(outcome => (
                <Menu.Item key={outcome} onClick={() => handle.unpause({ outcome })} className={ITEM}>
                  <span className="font-medium text-text">{control[outcome]}</span>
                  <span className="text-small text-text-2">{control[`${outcome}More`]}</span>
                </Menu.Item>
              ))}
              <Menu.Separator className="mx-3 my-1 h-px bg-line" />
              <Menu.Item onClick={comment} className={ITEM}>
                <span className="font-medium text-text">{control.withComment}</span>
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <Suspense>
        {isLoaded && <HandBackDialog handle={handle} isOpen={isCommenting} onOpenChange={setCommenting} />}
      </Suspense>
    </>
  )
}
