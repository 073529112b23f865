import { useEffect, useState } from 'react'
import { chooseLanguage, localeOf } from '../../shared/texts.ts'
import { useSettings } from '../settings/useSettings.ts'
import { useTheme } from '../settings/useTheme.ts'
import { SignInGate } from '../sign-in/SignInGate.tsx'
import type { Session } from '../sign-in/session.ts'
import { SessionContext } from '../sign-in/use-session.ts'
import { LANGUAGES, loadTexts } from '../texts/languages.ts'
import { type Speech, SpeechContext } from '../texts/useTexts.ts'
import { Workspace } from './Workspace.tsx'

/** The console: the sign-in pages, then the workspace. */
export function App({ session }: { session: Session }) {
  const { theme, language } = useSettings()
  const speech = useSpeech(language ?? chooseLanguage(navigator.languages, LANGUAGES))
  useTheme(theme)
  useEffect(() => {
    void session.start()
  }, [session])
  if (speech === undefined) return null
  return (
    <SpeechContext value={speech}>
      <SessionContext value={session}>
        <SignInGate texts={speech.texts.signIn}>
          <Workspace />
        </SignInGate>
      </SessionContext>
    </SpeechContext>
  )
}

/** Returns nothing until the texts are loaded. Keeps the earlier language while another one loads. */
function useSpeech(language: Speech['language']): Speech | undefined {
  const [speech, setSpeech] = useState<Speech>()
  useEffect(() => {
    let isWanted = true
    void loadTexts(language).then(texts => {
      if (!isWanted) return
      document.documentElement.lang = language
      setSpeech({ language, locale: localeOf(language, navigator.languages), texts })
    })
    return () => {
      isWanted = false
    }
  }, [language])
  return speech
}
