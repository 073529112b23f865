import type { ComponentProps } from 'react'

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'

const LOOK: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-accent text-on-accent border-transparent hover:opacity-90',
  plain: 'bg-raised text-text border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-text-2 border-transparent hover:bg-sunken hover:text-text',
  danger: 'bg-raised text-late border-line-strong hover:bg-sunken',
}

const BASE =
  'inline-flex items-center justify-center gap-1.5 min-h-8 px-3 rounded-control border font-medium whitespace-nowrap select-none cursor-pointer disabled:opacity-50 disabled:cursor-default pointer-coarse:min-h-11'

/** Returns the classes of a button, for a link or a library's component that must look like one. */
export const buttonClasses = (kind: ButtonKind = 'plain'): string => `${BASE} ${LOOK[kind]}`

export function Button({ kind = 'plain', className = '', ...props }: ComponentProps<'button'> & { kind?: ButtonKind }) {
  return <button type="button" {...props} className={`${buttonClasses(kind)} ${className}`} />
}
