/** The dialogs over the pages. At most one is open. */
export type Dialog = 'palette' | 'keys' | 'settings'
