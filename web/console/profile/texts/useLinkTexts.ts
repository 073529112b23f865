import type { Language } from '../../texts/languages.ts'
import { useLanguage } from '../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type LinkTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, LinkTexts>> = { en, de, fr }

/** Returns the texts of a profile's links in the agent's language. */
export const useLinkTexts = (): LinkTexts => CATALOGUES[useLanguage()]
