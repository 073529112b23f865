import type { Language } from '../../texts/languages.ts'
import { useLanguage } from '../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type MacroTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, MacroTexts>> = { en, de, fr }

/** Returns the texts of macros in the agent's language. */
export const useMacroTexts = (): MacroTexts => CATALOGUES[useLanguage()]
