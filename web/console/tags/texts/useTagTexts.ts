import type { Language } from '../../texts/languages.ts'
import { useLanguage } from '../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type TagTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, TagTexts>> = { en, de, fr }

/** Returns the texts of tags in the agent's language. */
export const useTagTexts = (): TagTexts => CATALOGUES[useLanguage()]
