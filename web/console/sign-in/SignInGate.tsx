import { Fragment, type ReactNode } from 'react'
import { SignedOut } from './SignedOut.tsx'
import { SignInFailed } from './SignInFailed.tsx'
import { SignInPage } from './SignInPage.tsx'
import type { SignInTexts } from './texts.ts'
import { useSession, useSessionActions } from './use-session.ts'

export interface SignInGateProps {
  readonly texts: SignInTexts
  readonly children: ReactNode
}

/** Shows its children to a signed-in agent, and mounts them again when another agent signs in. */
export function SignInGate({ texts, children }: SignInGateProps) {
  const state = useSession()
  const session = useSessionActions()
  switch (state.status) {
    case 'loading':
    case 'leaving':
      return <SignInPage title={texts[state.status]} isBusy />
    case 'signed-out':
      return <SignedOut because={state.because} texts={texts} onSignIn={() => void session.signIn()} />
    case 'failed':
      return (
        <SignInFailed
          because={state.because}
          detail={state.detail}
          texts={texts}
          onTryAgain={() => void session.start()}
        />
      )
    case 'signed-in':
      return <Fragment key={state.agent.id}>{children}</Fragment>
    default:
      return state satisfies never
  }
}
