import { asLine } from '../../../../lib/protocol/line.ts'
import { clockTime, fullTime } from '../../../shared/times.ts'
import type { Choose } from '../content/Buttons.tsx'
import { Content } from '../content/Content.tsx'
import { useWords } from '../context.ts'
import { Avatar } from '../header/Avatar.tsx'
import type { Message, Row, Speaker } from './rows.ts'

interface TurnProps {
  readonly turn: Extract<Row, { kind: 'turn' }>
  readonly onChoose: Choose
  readonly onRetry: (id: string) => void
  readonly onDiscard: (id: string) => void
}

/** Shows what one speaker said in a row, below the speaker's name and kind. */
export function Turn({ turn: { speaker, messages }, onChoose, onRetry, onDiscard }: TurnProps) {
  const { locale } = useWords()
  const { name, role } = useSpeaker(speaker)
  const [first] = messages
  return (
    <div class="turn" data-speaker={speaker.type}>
      <p class="turn-head" aria-hidden="true">
        <Face speaker={speaker} />
        {speaker.type !== 'user' && <bdi class="turn-name">{name}</bdi>}
        {speaker.type === 'person' && <span class="turn-role">{role}</span>}
        <time dir="auto">{clockTime(first.at, locale)}</time>
      </p>
      {messages.map(message => (
        <MessageRow
          key={message.key}
          message={message}
          speaker={speaker}
          speakerName={speaker.type === 'person' ? `${name}, ${role}` : name}
          onChoose={onChoose}
          onRetry={onRetry}
          onDiscard={onDiscard}
        />
      ))}
    </div>
  )
}

function useSpeaker(speaker: Speaker): { readonly name: string; readonly role: string } {
  const { say, botName } = useWords()
  switch (speaker.type) {
    case 'user':
      return { name: say('you'), role: '' }
    case 'bot':
      return { name: botName, role: say('assistant') }
    case 'person':
      return { name: asLine(speaker.name ?? '') || say('aPerson'), role: say('person') }
    default:
      return speaker satisfies never
  }
}

function Face({ speaker }: { readonly speaker: Speaker }) {
  const { botPicture } = useWords()
  switch (speaker.type) {
    case 'user':
      return null
    case 'bot':
      return <Avatar face={{ type: 'bot', picture: botPicture }} size="small" />
    case 'person':
      return <Avatar face={speaker} size="small" />
    default:
      return speaker satisfies never
  }
}

interface MessageRowProps extends Omit<TurnProps, 'turn'> {
  readonly message: Message
  readonly speaker: Speaker
  readonly speakerName: string
}

function MessageRow({ message, speaker, speakerName, onChoose, onRetry, onDiscard }: MessageRowProps) {
  const { say, locale } = useWords()
  const { state } = message
  return (
    <div class="message" data-state={state.status}>
      <div class="bubble" title={fullTime(message.at, locale)}>
        <span class="unseen">{speakerName}: </span>
        <Content said={message.said} isTyped={speaker.type === 'user'} onChoose={onChoose} />
      </div>
      {state.status === 'sending' && <small class="fate">{say('sending')}</small>}
      {state.status === 'failed' && (
        <small class="fate failed">
          {say('notSent')}
          <button type="button" class="link" onClick={() => onRetry(state.id)}>
            {say('retry')}
          </button>
          <button type="button" class="link" onClick={() => onDiscard(state.id)}>
            {say('discard')}
          </button>
        </small>
      )}
    </div>
  )
}
