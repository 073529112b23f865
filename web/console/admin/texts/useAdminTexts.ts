import type { Language } from '../../texts/languages.ts'
import { useLanguage } from '../../texts/useTexts.ts'
import { de } from './setup-de.ts'
import { type AdminTexts, en } from './setup-en.ts'
import { fr } from './setup-fr.ts'

/** All three load with the setup page: they are small beside its schemas. */
const CATALOGUES: Readonly<Record<Language, AdminTexts>> = { en, de, fr }

/** Returns the texts of the setup page in the agent's language. */
export const useAdminTexts = (): AdminTexts => CATALOGUES[useLanguage()]
