import { plural } from '../../../texts/plural.ts'

const count = plural('en')

/** The texts of actions on several conversations, in English. Other languages have the same keys. */
export const en = {
  label: 'Selected conversations',
  selected: (n: number) => count(n, { one: '1 selected', other: `${n} selected` }),
  all: (n: number) => `Select all ${n}`,
  clear: 'Select none',
  takeOn: 'Take on',
  handBack: 'Hand back',
  passBack: 'Put back for everybody',
  tag: 'Tag …',
  progress: (done: number, of: number) => `${done} of ${of} done`,
  done: (n: number) => count(n, { one: '1 conversation done.', other: `${n} conversations done.` }),
  failed: (n: number) =>
    count(n, { one: '1 was refused and stays selected:', other: `${n} were refused and stay selected:` }),
}

export type BulkTexts = typeof en
