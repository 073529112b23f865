import type { Language } from '../../../texts/languages.ts'
import { useLanguage } from '../../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type SnoozeTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, SnoozeTexts>> = { en, de, fr }

/** Returns the texts of a handoff's dialogs in the agent's language. */
export const useSnoozeTexts = (): SnoozeTexts => CATALOGUES[useLanguage()]
