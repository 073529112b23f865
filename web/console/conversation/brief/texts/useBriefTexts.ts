import type { Language } from '../../../texts/languages.ts'
import { useLanguage } from '../../../texts/useTexts.ts'
import { de } from './de.ts'
import { type BriefTexts, en } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, BriefTexts>> = { en, de, fr }

/** Returns the texts of the brief in the agent's language. */
export const useBriefTexts = (): BriefTexts => CATALOGUES[useLanguage()]
