import { asLine } from '../../../../lib/protocol/line.ts'
import { useWords } from '../context.ts'
import type { SayText } from '../texts/catalogue.ts'
import type { Mark } from './rows.ts'

interface MarkRowProps {
  readonly mark: Mark
  /** The notice that a machine answers, repeated whenever the bot takes over again. */
  readonly notice: string
}

/** Shows a change of control, in the colour of the new holder. */
export function MarkRow({ mark, notice }: MarkRowProps) {
  const { say } = useWords()
  return (
    <div class="mark" data-speaker={SPEAKERS[mark.type]}>
      <p>
        <bdi>{wordsOf(mark, say)}</bdi>
      </p>
      {mark.type === 'bot-again' && (
        <p>
          <bdi>{notice}</bdi>
        </p>
      )}
    </div>
  )
}

const SPEAKERS = { asked: 'waiting', joined: 'person', 'bot-again': 'bot', rated: 'user' } as const satisfies Record<
  Mark['type'],
  string
>

function wordsOf(mark: Mark, say: SayText): string {
  switch (mark.type) {
    case 'asked':
      return say(mark.by === 'user' ? 'askedByUser' : 'askedByBot')
    case 'joined':
      return say('joined', { name: asLine(mark.name ?? '') || say('aPerson') })
    case 'bot-again':
      return say(mark.isUnanswered ? 'nobodyCame' : 'botAgain')
    case 'rated':
      return say('rated', { count: mark.stars })
    default:
      return mark satisfies never
  }
}
