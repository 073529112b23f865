import { createContext, useContext } from 'react'
import type { ConversationHandle } from '../../../lib/client/index.ts'
import type { Dismissals } from './dismissals.ts'

/** Data for all rows of one log. It never changes while the conversation is open. */
export interface Scene {
  readonly handle: ConversationHandle
  /** The user's name. */
  readonly name: string
  readonly dismissals: Dismissals
  /** Puts a draft of the bot into the composer. */
  readonly onUse: (words: string) => void
  /** Puts a reply of the supervised bot into the composer, to be changed and sent in its place. */
  readonly onEdit: (first: number, words: string) => void
  /** The time until which a reply waits for a decision, if it is known. */
  readonly deadlineOf: (first: number) => string | undefined
}

export const SceneContext = createContext<Scene | undefined>(undefined)

/** Returns the scene of the conversation. Throws outside a log. */
export function useScene(): Scene {
  const scene = useContext(SceneContext)
  if (scene === undefined) throw new Error('there is no scene outside of a log')
  return scene
}
