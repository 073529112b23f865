import { useEffect, useState } from 'react'
import { SignInGate } from '../sign-in/SignInGate.tsx'
import type { Session } from '../sign-in/session.ts'
import { signInTexts } from '../sign-in/texts.ts'
import { SessionContext } from '../sign-in/use-session.ts'
import { languageOf, loadTexts } from '../texts/languages.ts'
import { type Speech, SpeechContext } from '../texts/useTexts.ts'
import { Workspace } from './Workspace.tsx'

/** The console: sign-in first, then the agent's place of work. */
export function App({ session }: { session: Session }) {
  const speech = useSpeech()
  useEffect(() => {
    void session.start()
  }, [session])
  if (speech === undefined) return null
  return (
    <SpeechContext value={speech}>
      <SessionContext value={session}>
        <SignInGate texts={signInTexts[speech.language]}>
          <Workspace />
        </SignInGate>
      </SessionContext>
    </SpeechContext>
  )
}

function useSpeech(): Speech | undefined {
  const [speech, setSpeech] = useState<Speech>()
  useEffect(() => {
    const language = languageOf(navigator.languages)
    document.documentElement.lang = language
    void loadTexts(language).then(texts => setSpeech({ language, texts }))
  }, [])
  return speech
}
