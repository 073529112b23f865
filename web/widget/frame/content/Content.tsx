import { calmText } from '../../../../lib/protocol/line.ts'
import type { Said } from '../../../../lib/protocol/shown.ts'
import { later, useLater } from '../later.ts'
import type { Choose } from './Buttons.tsx'

/** The renderers of everything but plain text. Many conversations never need them. */
export const rich = later(() => import('./rich.ts'))

/** A text without any of these has no Markdown and no links. */
const MARKS = /[*_`~#>[\]]|\/\/|mailto:|^\s*([-+•]|\d+[.)])\s/m

interface ContentProps {
  readonly said: Said
  /** Shows the text as typed, as for the user's own messages. Otherwise reads it as Markdown. */
  readonly isTyped: boolean
  readonly onChoose: Choose
}

/** Shows a message. Until the renderers are loaded, it is plain text. */
export function Content({ said, isTyped, onChoose }: ContentProps) {
  const { type = 'text', text = '', payload } = said
  const isPlain = type === 'text' && payload === undefined && !MARKS.test(text)
  const part = useLater(rich, !isPlain)
  if (!isPlain && part !== undefined) return <part.Rich said={said} isTyped={isTyped} onChoose={onChoose} />
  // Screen readers skip this text: they read the rich one that replaces it.
  return (
    <div class="words typed" dir="auto" aria-hidden={!isPlain && !rich.isMissing}>
      {calmText(text)}
    </div>
  )
}
