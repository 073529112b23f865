/** A dialog over the pages. One is open at a time. */
export type Dialog = 'palette' | 'keys' | 'settings'
