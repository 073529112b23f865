/** The function that a page calls. Before the loader runs, a stub in the page queues the calls in `q`. */
export type Api = ((command: string, ...args: unknown[]) => unknown) & { q?: ArrayLike<unknown>[]; loaded?: true }

/** The host page's window, with the only global that the widget sets. */
export const page = window as unknown as { Interlude?: Api }
