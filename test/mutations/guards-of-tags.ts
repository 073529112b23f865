import type { Fault } from './guards.ts'

const inFile = (file: string, faults: readonly (readonly [name: string, find: string, replace: string])[]): Fault[] =>
  faults.map(([name, find, replace]) => ({ name, file, find, replace }))

/** Faults in the guards of tags and macros: which tags a conversation gets, and when a macro does nothing. */
export const faultsOfTags: readonly Fault[] = [
  ...inFile('tags.ts', [
    ['a tag in another letter case is another tag', 'if (known.has(folded)) continue', 'if (known.has(tag)) continue'],
    ['a command adds a tag twice', '    known.add(folded)\n', ''],
    ['a conversation gets tags without end', 'if (all.length > MAX_TAGS) {', 'if (false) {'],
    ['a conversation gets any tag', 'if (found !== undefined) return found', 'return found ?? tag'],
    ['a tag is written as the request has it', 'return found\n', 'return tag\n'],
    ['a removed tag stays', 'had.filter(tag => !gone', 'had.filter(tag => true || !gone'],
    ['a tag of another letter case is not removed', 'remove.map(foldedName)', 'remove'],
  ]),
  ...inFile('verbs/tag.ts', [
    ['a change of nothing is an entry', 'if (added.length + removed.length === 0) return', 'if (false) return'],
    ['an empty list of tags is stored', 'tags.length > 0 ? tags : undefined', 'tags'],
    ['the log lacks the removed tags', 'removed.length > 0 && {', 'false && {'],
  ]),
  ...inFile('control.ts', [['an episode forgets the tags', 'defined({ tags: session.tags })', '{}']]),
  ...inFile('verbs/run-macro.ts', [
    ['a macro is carried out again', 'if (known) return', 'if (false) return'],
    [
      "an agent carries out a macro in another one's conversation",
      'if (!maySpeak(session.control, by)) throw',
      'if (false) throw',
    ],
    ['a macro forgets its tags', 'if (tags) done', 'if (false) done'],
    ['a macro forgets its message', '  if (message) {', '  if (message && false) {'],
    ['a macro forgets the end', '  if (handBack) {', '  if (handBack && false) {'],
    ['a macro takes more than an agent may have', ', ...defined({ room }) }, moment)', ' }, moment)'],
    ['a macro without an effect names an entry', '?? NOTHING_WRITTEN', '?? session.revision'],
    [
      'a macro with an id is not remembered',
      'if (id === undefined) return { ...done, outcome }',
      'return { ...done, outcome }',
    ],
  ]),
]
