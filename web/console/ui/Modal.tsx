import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'

/**
 * A dialog over the page. Escape or a press outside closes it. `className` sets place, width and padding. Its title
 * must be among `children`.
 */
export function Modal({
  isOpen,
  onClose,
  className,
  finalFocus,
  children,
}: {
  isOpen: boolean
  onClose: () => void
  className: string
  /** Gets the focus when the dialog closes. By default it goes where it was. */
  finalFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 bg-scrim" />
        <Dialog.Popup {...(finalFocus && { finalFocus })} className={`fixed shadow-lg ${className}`}>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** The look of a dialog in the middle of the page. */
export const CARD = 'inset-x-4 mx-auto rounded-card border border-line bg-raised'
