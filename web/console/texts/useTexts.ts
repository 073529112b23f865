import { createContext, useContext } from 'react'
import { en, type Texts } from './en.ts'
import type { Language } from './languages.ts'

export interface Speech {
  readonly language: Language
  readonly texts: Texts
}

export const SpeechContext = createContext<Speech>({ language: 'en', texts: en })

/** The texts of the language that the agent reads. */
export const useTexts = (): Texts => useContext(SpeechContext).texts

/** The language that the agent reads, for dates and numbers. */
export const useLanguage = (): Language => useContext(SpeechContext).language
