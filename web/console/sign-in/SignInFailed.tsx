import { SignInButton } from './SignInButton.tsx'
import { SignInPage } from './SignInPage.tsx'
import type { FailedBecause } from './session.ts'
import type { SignInTexts } from './texts.ts'

export interface SignInFailedProps {
  readonly because: FailedBecause
  readonly detail: string
  readonly texts: SignInTexts
  readonly onTryAgain: () => void
}

/** Shows why sign-in failed, and how to continue. */
export function SignInFailed({ because, detail, texts: { failed }, onTryAgain }: SignInFailedProps) {
  const about = (
    <p className="text-log text-text-2" role="alert">
      {failed.because[because]}
    </p>
  )
  return (
    <SignInPage title={failed.title} about={about}>
      <SignInButton label={failed.again} onPress={onTryAgain} />
      <p className="text-pretty text-small text-text-2">
        {failed.detail} <code className="break-words font-mono">{detail}</code>
      </p>
    </SignInPage>
  )
}
