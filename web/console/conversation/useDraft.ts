import { useState } from 'react'
import type { Added } from './added.ts'
import { Drafts, type Mode, withWords } from './drafts.ts'
import { localStore } from './storage.ts'

const drafts = new Drafts(localStore)

export interface Draft {
  readonly mode: Mode
  readonly text: string
  /** The choices that go along with the answer. */
  readonly added: Added
  readonly change: (text: string) => void
  readonly add: (added: Added) => void
  readonly turnTo: (mode: Mode) => void
  /** Puts words into the answer. */
  readonly use: (words: string) => void
}

/** Returns the drafts of a conversation: an answer with its choices, and a note, stored separately. */
export function useDraft(session: string): Draft {
  const [{ mode, text }, setTyped] = useState(() => ({ mode: 'reply' as Mode, text: drafts.read(session, 'reply') }))
  const [added, setAdded] = useState(() => drafts.readAdded(session))
  const become = (nextMode: Mode, nextText: string) => {
    drafts.write(session, nextMode, nextText)
    setTyped({ mode: nextMode, text: nextText })
  }
  return {
    mode,
    text,
    added,
    add: next => {
      drafts.writeAdded(session, next)
      setAdded(next)
    },
    change: next => become(mode, next),
    turnTo: next => setTyped({ mode: next, text: drafts.read(session, next) }),
    use: words => become('reply', withWords(drafts.read(session, 'reply'), words)),
  }
}
