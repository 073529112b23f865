import { asLine } from '../../../../lib/protocol/line.ts'
import { clockTime, fullTime } from '../../../shared/times.ts'
import type { Choose } from '../content/Buttons.tsx'
import { Content } from '../content/Content.tsx'
import { useWords } from '../context.ts'
import { Avatar } from '../header/Avatar.tsx'
import type { Row, Speaker } from './rows.ts'

interface MessageRowProps {
  readonly row: Extract<Row, { kind: 'message' }>
  readonly onChoose: Choose
  readonly onRetry: (id: string) => void
  readonly onDiscard: (id: string) => void
}

/** Shows a message. The first one of a turn has the speaker's name and kind above it. */
export function MessageRow({ row: { speaker, message, isTurnStart }, onChoose, onRetry, onDiscard }: MessageRowProps) {
  const { say, locale } = useWords()
  const { name, role } = useSpeaker(speaker)
  const { state } = message
  return (
    <div class="turn" data-speaker={speaker.type} data-goes-on={isTurnStart ? undefined : ''}>
      {isTurnStart && (
        <p class="turn-head" aria-hidden="true">
          <Face speaker={speaker} />
          {speaker.type !== 'user' && <bdi class="turn-name">{name}</bdi>}
          {speaker.type === 'person' && <span class="turn-role">{role}</span>}
          <time dir="auto">{clockTime(message.at, locale)}</time>
        </p>
      )}
      <div class="message" data-state={state.status}>
        <div class="bubble" title={fullTime(message.at, locale)}>
          <span class="unseen">{speaker.type === 'person' ? `${name}, ${role}` : name}: </span>
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
