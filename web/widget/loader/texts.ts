/** Says how many messages are unread, for screen readers. */
const UNREAD: Record<string, string> = { en: 'unread', de: 'ungelesen', fr: 'non lus' }

/** Returns the word for "unread" in a language, in English where there is none. */
export function unreadIn(language: string): string {
  return UNREAD[language.slice(0, 2).toLowerCase()] ?? 'unread'
}
