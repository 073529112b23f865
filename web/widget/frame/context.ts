import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { SayText } from './texts/catalogue.ts'

/** Values that all components share to show text. They never change while a chat is open. */
export interface Words {
  readonly say: SayText
  readonly locale: string
  readonly botName: string
  readonly botPicture: string | undefined
}

export const WordsContext = createContext<Words | undefined>(undefined)

export function useWords(): Words {
  const words = useContext(WordsContext)
  if (words === undefined) throw new Error('a part that shows words stands outside of WordsContext')
  return words
}
