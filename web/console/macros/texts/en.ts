/** The texts of macros, in English. Other languages have the same keys. */
export const en = {
  macros: 'Macros',
  run: (name: string) => `Macro: ${name}`,
  runsIn: (name: string, seconds: number) => `Macro “${name}” runs in ${seconds} s`,
  spoken: (name: string, seconds: number) => `Macro “${name}” runs in ${seconds} seconds. Until then you can undo it.`,
  undo: 'Undo',
  undone: 'Undone. Nothing was sent.',
  failed: (name: string) => `Macro “${name}” did nothing.`,
  noValue: (facts: string) => `These facts about the user are missing: ${facts}`,
  close: 'Close',
  tags: (tags: string) => `Tags: ${tags}`,
  ends: {
    resolved: 'Then back to the bot: solved',
    rejected: 'Then back to the bot: rejected',
    returned: 'Then back to the bot',
  },
}

export type MacroTexts = typeof en
