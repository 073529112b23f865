import type { Language } from '../../texts/languages.ts'
import { useLanguage } from '../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type TeamTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, TeamTexts>> = { en, de, fr }

/** Returns the texts of the team in the agent's language. */
export const useTeamTexts = (): TeamTexts => CATALOGUES[useLanguage()]
