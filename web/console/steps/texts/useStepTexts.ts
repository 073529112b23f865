import type { Language } from '../../texts/languages.ts'
import { useLanguage } from '../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type StepTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, StepTexts>> = { en, de, fr }

/** Returns the texts of the first steps in the agent's language. */
export const useStepTexts = (): StepTexts => CATALOGUES[useLanguage()]
