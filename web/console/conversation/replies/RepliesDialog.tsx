import { type RefObject, useState } from 'react'
import { CARD, Modal } from '../../ui/Modal.tsx'
import { OwnReplyList } from './OwnReplyList.tsx'
import { ReplyForm } from './ReplyForm.tsx'
import { useOwnReplies } from './useReplies.ts'

/** The form of a reply: of the one with this name, or of a new one with this text. */
type Edited = { readonly name: string } | { readonly text: string }

interface DialogProps {
  readonly isOpen: boolean
  /** The text of a new reply. Without it, the dialog lists the replies first. */
  readonly newText?: string
  readonly onClose: () => void
  /** Gets the focus after the dialog. */
  readonly field: RefObject<HTMLTextAreaElement | null>
}

/** Lets agents make, change and delete their own canned replies. */
export function RepliesDialog({ isOpen, newText, onClose, field }: DialogProps) {
  const [edited, setEdited] = useState<Edited | undefined>(undefined)
  const shown = edited ?? (newText === undefined ? undefined : { text: newText })
  const leave = () => {
    setEdited(undefined)
    // From a form that was opened from the list, the agent goes back to the list.
    if (edited === undefined) onClose()
  }
  return (
    <Modal
      isOpen={isOpen}
      onClose={leave}
      finalFocus={field}
      className={`${CARD} top-1/2 flex max-h-9/10 max-w-120 -translate-y-1/2 flex-col p-4`}
    >
      {isOpen && <Body edited={shown} onEdit={setEdited} onDone={leave} onClose={onClose} />}
    </Modal>
  )
}

function Body({
  edited,
  onEdit,
  onDone,
  onClose,
}: {
  edited: Edited | undefined
  onEdit: (edited: Edited) => void
  onDone: () => void
  onClose: () => void
}) {
  const own = useOwnReplies()
  if (edited === undefined) {
    return (
      <OwnReplyList
        own={own}
        onMake={() => onEdit({ text: '' })}
        onChange={name => onEdit({ name })}
        onClose={onClose}
      />
    )
  }
  const name = 'name' in edited ? edited.name : undefined
  const first = own.items.find(each => each.name === name) ?? { name: '', value: 'text' in edited ? edited.text : '' }
  return <ReplyForm own={own} replaces={name} first={first} onDone={onDone} />
}
