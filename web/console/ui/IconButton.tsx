import type { ComponentProps, ReactNode } from 'react'

/** A square button with an icon. `label` is its accessible name and its tooltip. */
export function IconButton({
  label,
  children,
  className = '',
  ...props
}: Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & { label: string; children: ReactNode }) {
  return (
    <button
      type="button"
      {...props}
      aria-label={label}
      title={label}
      className={`inline-flex size-8 items-center justify-center rounded-control text-text-2 hover:bg-sunken hover:text-text cursor-pointer disabled:opacity-50 pointer-coarse:size-11 ${className}`}
    >
      {children}
    </button>
  )
}
