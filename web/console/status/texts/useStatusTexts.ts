import type { Language } from '../../texts/languages.ts'
import { useLanguage } from '../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type StatusTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, StatusTexts>> = { en, de, fr }

/** Returns the texts of the agent's status in the agent's language. */
export const useStatusTexts = (): StatusTexts => CATALOGUES[useLanguage()]
