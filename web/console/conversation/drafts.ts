/** A draft is an answer to the user, or a note for agents: the two never mix. */
export type Mode = 'reply' | 'note'

const keyOf = (session: string, mode: Mode) => `interlude.draft.${mode}.${session}`

/** Reads what was typed before. Empty where the browser keeps nothing. */
export function readDraft(session: string, mode: Mode): string {
  try {
    return localStorage.getItem(keyOf(session, mode)) ?? ''
  } catch {
    return ''
  }
}

/** Keeps what is typed, in this browser alone. A browser that forbids storage keeps it as long as the page. */
export function writeDraft(session: string, mode: Mode, text: string): void {
  try {
    if (text === '') localStorage.removeItem(keyOf(session, mode))
    else localStorage.setItem(keyOf(session, mode), text)
  } catch {
    // The component still has it.
  }
}
