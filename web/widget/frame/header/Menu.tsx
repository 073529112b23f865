import { useEffect, useRef, useState } from 'preact/hooks'
import { useWords } from '../context.ts'
import { Icon } from '../icons.tsx'
import { later, useLater } from '../later.ts'
import type { Offered } from './menu-items.ts'

/** Parts that few visitors open: the menu's list, and the confirmation before a chat is ended. */
export const more = later(() => import('./more.ts'))

/** The menu button, and the menu that it opens. */
export function Menu({ offered }: { readonly offered: Offered }) {
  const { say } = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const part = useLater(more, isOpen)

  useEffect(() => {
    if (!isOpen) return
    const leave = ({ target }: Event) => {
      if (!(target instanceof Node && place.current?.contains(target))) setIsOpen(false)
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
    }
  }, [isOpen])

  const close = () => {
    setIsOpen(false)
    button.current?.focus()
  }

  return (
    <div ref={place} class="menu-place">
      <button
        ref={button}
        type="button"
        class="tool"
        aria-label={say('menu')}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="menu" />
      </button>
      {isOpen && part !== undefined && <part.MenuList offered={offered} onClose={close} />}
    </div>
  )
}
