import type { Language } from '../../../texts/languages.ts'
import { useLanguage } from '../../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type ReviewTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, ReviewTexts>> = { en, de, fr }

/** Returns the texts of a reply that waits for approval in the agent's language. */
export const useReviewTexts = (): ReviewTexts => CATALOGUES[useLanguage()]
