import type { Said } from '../../../../lib/protocol/shown.ts'
import { plainText } from '../../../shared/plain.ts'
import { later, useLater } from '../later.ts'
import type { Choose } from './Buttons.tsx'

/** Everything that a message may hold beside plain words: many conversations never need it. */
export const rich = later(() => import('./rich.ts'))

/** Characters without which a text has neither marks nor links. */
const MARKS = /[*_`~#>[\]]|\/\/|mailto:|^\s*([-+•]|\d+[.)])\s/m

interface ContentProps {
  readonly said: Said
  /** A user's own words stay as they were typed; marks are read in what bots and people say. */
  readonly isTyped: boolean
  readonly onChoose: Choose
}

/** Shows a message. Until the rest of the page is there, its words stand as they are. */
export function Content({ said, isTyped, onChoose }: ContentProps) {
  const { type = 'text', text = '', payload } = said
  const isPlain = type === 'text' && payload === undefined && !MARKS.test(text)
  const part = useLater(rich, !isPlain)
  if (!isPlain && part !== undefined) return <part.Rich said={said} isTyped={isTyped} onChoose={onChoose} />
  // Screen readers skip these words: the rich ones that replace them are read out.
  return (
    <div class="words typed" dir="auto" aria-hidden={!isPlain && !rich.isMissing}>
      {plainText(text)}
    </div>
  )
}
