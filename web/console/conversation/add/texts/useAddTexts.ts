import type { Language } from '../../../texts/languages.ts'
import { useLanguage } from '../../../texts/useTexts.ts'
import { de } from './de.ts'
import { type AddTexts, en } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, AddTexts>> = { en, de, fr }

/** Returns the texts of additions in the agent's language. */
export const useAddTexts = (): AddTexts => CATALOGUES[useLanguage()]
