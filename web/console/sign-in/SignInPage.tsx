import type { ReactNode } from 'react'

export interface SignInPageProps {
  readonly title: string
  /** Shown directly below the title. */
  readonly about?: ReactNode
  /** True if another page follows by itself, usually before this one would show anything. */
  readonly isBusy?: boolean
  readonly children?: ReactNode
}

/** The frame of the sign-in pages: logo, title and content. */
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
