import { createContext, useContext } from 'react'
import type { ConversationHandle } from '../../../lib/client/index.ts'
import type { Dismissals } from './dismissals.ts'

/** The context of the lines of one conversation's log. It stays the same as long as the conversation is open. */
export interface Scene {
  readonly handle: ConversationHandle
  /** The user's name. */
  readonly name: string
  readonly dismissals: Dismissals
  /** Puts a draft of the bot into the composer. */
  readonly onUse: (words: string) => void
}

export const SceneContext = createContext<Scene | undefined>(undefined)

/** The scene of the conversation. Throws outside of a log. */
export function useScene(): Scene {
  const scene = useContext(SceneContext)
  if (scene === undefined) throw new Error('there is no scene outside of a log')
  return scene
}
