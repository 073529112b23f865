import { useEffect, useRef } from 'preact/hooks'
import { useWords } from '../context.ts'
import { Icon } from '../icons.tsx'
import { menuItems, type Offered } from './menu-items.ts'

interface MenuListProps {
  readonly offered: Offered
  readonly onClose: () => void
}

/** Lists the items of the menu. Arrow keys move the focus, Escape closes only the menu. */
export function MenuList({ offered, onClose }: MenuListProps) {
  const { say } = useWords()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector('button')?.focus(), [])

  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      onClose()
      return
    }
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const next = nextOf(
      event.key,
      buttons.findIndex(each => each.matches(':focus')),
      buttons.length,
    )
    if (next === undefined) return
    event.preventDefault()
    buttons[next]?.focus()
  }

  return (
    <div ref={list} class="menu" role="menu" tabIndex={-1} aria-label={say('menu')} onKeyDown={move}>
      {menuItems(offered).map(({ icon, label, onChoose }) => (
        <button
          key={icon}
          type="button"
          role="menuitem"
          onClick={() => {
            onClose()
            onChoose()
          }}
        >
          <Icon name={icon} size={18} />
          {label}
        </button>
      ))}
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
