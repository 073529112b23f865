/** The function that a page calls. Before the loader runs, a stub of the page keeps the calls in `q`. */
export type Api = ((command: string, ...args: unknown[]) => unknown) & { q?: ArrayLike<unknown>[]; loaded?: true }

/** The host page's window, with the one name that the widget puts there. */
export const page = window as unknown as { Interlude?: Api }
