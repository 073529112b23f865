/** The word for "unread" that screen readers read after the number of messages. */
const UNREAD: Record<string, string> = { en: 'unread', de: 'ungelesen', fr: 'non lus' }

/** Returns the word for "unread" in a language, or in English if it has no translation. */
export function unreadIn(language: string): string {
  return UNREAD[language.slice(0, 2).toLowerCase()] ?? 'unread'
}
