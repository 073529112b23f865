import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'

/** The popup of a menu. `label`: its name, if the trigger's own does not serve. */
export function MenuPopup({
  label,
  side = 'bottom',
  align,
  className,
  children,
}: {
  label?: string
  side?: 'top' | 'bottom'
  align: 'start' | 'end'
  className: string
  children: ReactNode
}) {
  return (
    <Menu.Portal>
      <Menu.Positioner side={side} align={align} sideOffset={4}>
        <Menu.Popup
          aria-label={label}
          className={`rounded-card border border-line bg-raised p-1 shadow-lg ${className}`}
        >
          {children}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  )
}

/** An item of a menu, with a line that says more. */
export function MenuChoice({
  title,
  more,
  isDisabled = false,
  onChoose,
}: {
  title: string
  more?: string
  isDisabled?: boolean
  onChoose: () => void
}) {
  return (
    <Menu.Item
      disabled={isDisabled}
      onClick={onChoose}
      className="flex cursor-pointer flex-col rounded-control px-3 py-2 outline-none data-[highlighted]:bg-sunken data-[disabled]:cursor-default data-[disabled]:opacity-50"
    >
      <span className="font-medium text-text">{title}</span>
      {more !== undefined && <span className="text-small text-text-2">{more}</span>}
    </Menu.Item>
  )
}
