import type { Language } from '../../../texts/languages.ts'
import { useLanguage } from '../../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type HandoffTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, HandoffTexts>> = { en, de, fr }

/** Returns the texts of a handoff's dialogs in the agent's language. */
export const useHandoffTexts = (): HandoffTexts => CATALOGUES[useLanguage()]
