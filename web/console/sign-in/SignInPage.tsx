import type { ReactNode } from 'react'

export interface SignInPageProps {
  readonly title: string
  /** Below the title, as part of it. */
  readonly about?: ReactNode
  /** Another page comes by itself. It mostly comes so soon that this one shows nothing. */
  readonly isBusy?: boolean
  readonly children?: ReactNode
}

/** A calm page in front of the console: the mark, a title, and what belongs to it. */
export function SignInPage({ title, about, isBusy = false, children }: SignInPageProps) {
  return (
    <main
      aria-busy={isBusy}
      className={`grid min-h-dvh place-items-center bg-ground px-4 py-6 text-text ${isBusy ? 'late' : ''}`}
    >
      <div className="flex w-full max-w-sm flex-col items-start gap-6">
        <p className="flex items-center gap-2 font-semibold text-log">
          <svg aria-hidden="true" viewBox="0 0 24 24" className="-ms-0.5 size-6">
            <rect className="fill-bot" x="2" y="4" width="7" height="16" rx="3.5" />
            <rect className="fill-person" x="15" y="4" width="7" height="16" rx="3.5" />
          </svg>
          Interlude
        </p>
        <div className="flex flex-col gap-1 text-pretty">
          <h1 className="font-semibold text-title">{title}</h1>
          {about}
        </div>
        {children}
      </div>
    </main>
  )
}
