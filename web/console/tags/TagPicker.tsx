import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import { CARD, Modal } from '../ui/Modal.tsx'
import { useTagTexts } from './texts/useTagTexts.ts'

/** Finds a tag by a few letters of its name. */
export function TagPicker({
  tags,
  isOpen,
  onClose,
  onChoose,
}: {
  /** The tags to choose from. */
  tags: readonly string[]
  isOpen: boolean
  onClose: () => void
  onChoose: (tag: string) => void
}) {
  const texts = useTagTexts()
  return (
    <Modal isOpen={isOpen} onClose={onClose} className={`${CARD} top-24 max-w-100 overflow-hidden`}>
      <Dialog.Title className="sr-only">{texts.add}</Dialog.Title>
      <Command label={texts.add}>
        <Command.Input
          placeholder={texts.search}
          className="h-12 w-full border-line border-b bg-raised px-4 text-log -outline-offset-2 placeholder:text-text-3"
        />
        <Command.List className="max-h-80 overflow-y-auto p-1">
          <Command.Empty className="p-4 text-text-3">{texts.none}</Command.Empty>
          {tags.map(tag => (
            <Command.Item
              key={tag}
              value={tag}
              onSelect={() => {
                onClose()
                onChoose(tag)
              }}
              className="flex min-h-9 cursor-pointer items-center rounded-control px-3 data-[selected=true]:bg-sunken pointer-coarse:min-h-11"
            >
              <bdi className="wrap-anywhere">{tag}</bdi>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Modal>
  )
}
