/*
 * Judges of the promises, from the stored data and the observations of the outside. Every function returns the broken
 * promise in words, or undefined. There are three moments: a commit (`judgeCommit`), an observation (`judgeSeen`), and
 * the end, when no work is left (`judgeEnd`).
 */

export { judgeCommit } from './judge-commit.ts'
export { type End, judgeEnd, judgeReaders } from './judge-end.ts'
export { isHeldAt, judgeAnswersAlike, judgeSeen, nameOfCommand } from './judge-seen.ts'
export { type AnswerMode, BOT_PAUSED, type Circumstances, type Complaint, type Seen, type Stored } from './seen.ts'
