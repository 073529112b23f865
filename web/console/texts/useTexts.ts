import { createContext, useContext } from 'react'
import { en, type Texts } from './en.ts'
import type { Language } from './languages.ts'

export interface Speech {
  readonly language: Language
  /** The language with its region, as the browser has it: dates, times and numbers are written so. */
  readonly locale: string
  readonly texts: Texts
}

export const SpeechContext = createContext<Speech>({ language: 'en', locale: 'en', texts: en })

/** The texts of the language that the agent reads. */
export const useTexts = (): Texts => useContext(SpeechContext).texts

/** The language that the agent reads. */
export const useLanguage = (): Language => useContext(SpeechContext).language

/** The language and region by which dates, times and numbers are written. */
export const useLocale = (): string => useContext(SpeechContext).locale
