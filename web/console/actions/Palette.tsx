import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import { useTexts } from '../texts/useTexts.ts'
import { CARD, Modal } from '../ui/Modal.tsx'
import { keysText } from './keys.ts'
import { useActions } from './useAction.ts'

/** The id of the action that opens the palette. */
const PALETTE = 'palette'

/** Finds an action on offer by a few letters of its name. */
export function Palette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { palette } = useTexts()
  const actions = useActions().filter(({ id }) => id !== PALETTE)
  return (
    <Modal isOpen={isOpen} onClose={onClose} className={`${CARD} top-24 max-w-140 overflow-hidden`}>
      <Dialog.Title className="sr-only">{palette.label}</Dialog.Title>
      <Command label={palette.label}>
        <Command.Input
          placeholder={palette.search}
          className="h-12 w-full border-line border-b bg-raised px-4 text-log -outline-offset-2 placeholder:text-text-3"
        />
        <Command.List className="max-h-80 overflow-y-auto p-1">
          <Command.Empty className="p-4 text-text-3">{palette.none}</Command.Empty>
          {actions.map(({ id, label, keys, run }) => (
            <Command.Item
              key={id}
              value={label}
              onSelect={() => {
                onClose()
                run()
              }}
              className="flex min-h-9 cursor-pointer items-center justify-between rounded-control px-3 data-[selected=true]:bg-sunken pointer-coarse:min-h-11"
            >
              {label}
              {keys !== undefined && <kbd className="text-small text-text-3">{keysText(keys)}</kbd>}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Modal>
  )
}
