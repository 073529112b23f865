import type { Language } from '../../../texts/languages.ts'
import { useLanguage } from '../../../texts/useTexts.ts'
import { de } from './de.ts'
import { type BulkTexts, en } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, BulkTexts>> = { en, de, fr }

/** Returns the texts of actions on several conversations in the agent's language. */
export const useBulkTexts = (): BulkTexts => CATALOGUES[useLanguage()]
