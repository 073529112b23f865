/** Called from time to time during the migration of a file: the work that is done, in rows. */
export type OnProgress = (progress: { readonly done: number; readonly total: number }) => void
