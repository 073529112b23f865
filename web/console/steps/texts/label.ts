import type { Language } from '../../texts/languages.ts'
import { useLanguage } from '../../texts/useTexts.ts'

/** The name of the page, which the rail shows before the page's other texts load. */
const LABELS: Readonly<Record<Language, string>> = {
  en: 'First steps',
  de: 'Erste Schritte',
  fr: 'Premiers pas',
}

/** Returns the name of the page in the agent's language. */
export const useStepLabel = (): string => LABELS[useLanguage()]
