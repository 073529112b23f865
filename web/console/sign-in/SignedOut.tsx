import { SignInButton } from './SignInButton.tsx'
import { SignInPage } from './SignInPage.tsx'
import type { SignedOutBecause } from './session.ts'
import type { SignInTexts } from './texts.ts'

export interface SignedOutProps {
  readonly because: SignedOutBecause
  readonly texts: SignInTexts
  readonly onSignIn: () => void
}

/** The page for a visitor who is not signed in. */
export function SignedOut({ because, texts, onSignIn }: SignedOutProps) {
  const { title, text } = texts.signedOut[because]
  return (
    <SignInPage title={title} about={<p className="text-log text-text-2">{text}</p>}>
      <SignInButton label={texts.signIn} onPress={onSignIn} />
    </SignInPage>
  )
}
