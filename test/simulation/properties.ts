/*
 * The promises, judged from what stands in the store and what the outside saw. Every function answers which promise is
 * broken, in words, or nothing. Three moments: a commit (`judgeCommit`), something that is seen outside (`judgeSeen`), and
 * the end, when nothing is owed any more (`judgeEnd`).
 */

export { judgeCommit } from './judge-commit.ts'
export { type End, judgeEnd, judgeReaders } from './judge-end.ts'
export { isHeldAt, judgeAnswersAlike, judgeSeen, nameOfCommand } from './judge-seen.ts'
export { type AnswerMode, BOT_PAUSED, type Circumstances, type Complaint, type Seen, type Stored } from './seen.ts'
