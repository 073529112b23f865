import { createContext, useContext } from 'react'
import { en, type Texts } from './en.ts'
import type { Language } from './languages.ts'

export interface Speech {
  readonly language: Language
  /** The language with the browser's region, for dates, times and numbers. */
  readonly locale: string
  readonly texts: Texts
}

export const SpeechContext = createContext<Speech>({ language: 'en', locale: 'en', texts: en })

/** Returns the texts in the agent's language. */
export const useTexts = (): Texts => useContext(SpeechContext).texts

/** Returns the agent's language. */
export const useLanguage = (): Language => useContext(SpeechContext).language

/** Returns the locale for dates, times and numbers. */
export const useLocale = (): string => useContext(SpeechContext).locale
