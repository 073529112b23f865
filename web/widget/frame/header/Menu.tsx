import { useEffect, useRef, useState } from 'preact/hooks'
import { useWords } from '../context.ts'
import { Icon, type IconName } from '../icons.tsx'

export interface MenuItem {
  readonly icon: IconName
  readonly label: string
  readonly onChoose: () => void
}

/** The button with the dots and what it opens. Arrow keys move, Escape closes the menu and nothing else. */
export function Menu({ items }: { readonly items: readonly MenuItem[] }) {
  const { say } = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!isOpen) return
    list.current?.querySelector('button')?.focus()
    const leave = (event: Event) => {
      const at = event.target instanceof Node ? event.target : null
      if (!list.current?.contains(at) && !button.current?.contains(at)) setIsOpen(false)
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

  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
      return
    }
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex(each => each === document.activeElement)
    const next = nextOf(event.key, at, buttons.length)
    if (next === undefined) return
    event.preventDefault()
    buttons[next]?.focus()
  }

  return (
    <div class="menu-place">
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
      {isOpen && (
        <div ref={list} class="menu" role="menu" aria-label={say('menu')} onKeyDown={move}>
          {items.map(({ icon, label, onChoose }) => (
            <button
              key={icon}
              type="button"
              role="menuitem"
              onClick={() => {
                close()
                onChoose()
              }}
            >
              <Icon name={icon} size={18} />
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function nextOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (at - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
