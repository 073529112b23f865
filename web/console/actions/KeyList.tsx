import { Dialog } from '@base-ui/react/dialog'
import { useTexts } from '../texts/useTexts.ts'
import { buttonClasses } from '../ui/Button.tsx'
import { CARD, Modal } from '../ui/Modal.tsx'
import { keysText } from './keys.ts'
import { useActions } from './useAction.ts'

/** Lists the keys of the actions on offer. */
export function KeyList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { palette, app } = useTexts()
  const actions = useActions().filter(({ keys }) => keys !== undefined)
  return (
    <Modal isOpen={isOpen} onClose={onClose} className={`${CARD} top-24 flex max-w-100 flex-col gap-4 p-5`}>
      <Dialog.Title className="font-medium text-title">{palette.keys}</Dialog.Title>
      <dl className="grid grid-cols-[1fr_auto] gap-y-2">
        {actions.map(({ id, label, keys }) => (
          <div key={id} className="contents">
            <dt>{label}</dt>
            <dd className="text-end">
              <kbd className="rounded-control border border-line-strong px-2 text-small text-text-2">
                {keys !== undefined && keysText(keys)}
              </kbd>
            </dd>
          </div>
        ))}
      </dl>
      <Dialog.Close className={buttonClasses()}>{app.close}</Dialog.Close>
    </Modal>
  )
}
