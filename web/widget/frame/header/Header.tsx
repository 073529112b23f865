import type { ComponentChildren } from 'preact'
import { asLine } from '../../../../lib/protocol/line.ts'
import type { Holder } from '../../messages.ts'
import { useWords } from '../context.ts'
import { Icon } from '../icons.tsx'
import { Avatar, type Face } from './Avatar.tsx'

interface HeaderProps {
  readonly title: string
  /** Undefined if there is no conversation. */
  readonly holder: Holder | undefined
  /** The place of a user who waits, once it is known. */
  readonly place?: number | undefined
  /** The menu, if there is a conversation. */
  readonly children?: ComponentChildren
  readonly onClose: (() => void) | undefined
}

/** Shows the holder of the conversation, in the holder's colour. */
export function Header({ title, holder, place, children, onClose }: HeaderProps) {
  const { say, botPicture } = useWords()
  const name = holder?.holder === 'person' ? asLine(holder.name ?? '') || say('aPerson') : undefined
  return (
    <header class="header" data-speaker={holder?.holder}>
      {holder && <Avatar face={faceOf(holder, botPicture)} size="large" />}
      <div class="header-words">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {holder && (
          <p class="holder" aria-live="polite">
            <bdi>
              {holder.holder === 'waiting' && (place === undefined ? say('waiting') : say('place', { count: place }))}
              {holder.holder === 'bot' && say('botIsHere')}
              {name !== undefined && say('personIsHere', { name })}
            </bdi>
          </p>
        )}
      </div>
      {children}
      {onClose !== undefined && (
        <button type="button" class="tool" aria-label={say('close')} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    </header>
  )
}

function faceOf(holder: Holder, picture: string | undefined): Face {
  switch (holder.holder) {
    case 'bot':
      return { type: 'bot', picture }
    case 'waiting':
      return { type: 'waiting' }
    case 'person':
      return { type: 'person', name: holder.name }
    default:
      return holder satisfies never
  }
}
