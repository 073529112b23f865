import type { Language } from '../../../texts/languages.ts'
import { useLanguage } from '../../../texts/useTexts.ts'
import { de } from './de.ts'
import { en, type ReplyTexts } from './en.ts'
import { fr } from './fr.ts'

const CATALOGUES: Readonly<Record<Language, ReplyTexts>> = { en, de, fr }

/** Returns the texts of canned replies in the agent's language. */
export const useReplyTexts = (): ReplyTexts => CATALOGUES[useLanguage()]
