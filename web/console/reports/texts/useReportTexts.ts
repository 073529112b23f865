import type { Language } from '../../texts/languages.ts'
import { useLanguage } from '../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type ReportTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, ReportTexts>> = { en, de, fr }

/** Returns the texts of the page of reports in the agent's language. */
export const useReportTexts = (): ReportTexts => CATALOGUES[useLanguage()]
