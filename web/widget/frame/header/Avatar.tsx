import { useState } from 'preact/hooks'
import { initials } from '../../../shared/plain.ts'
import { Icon } from '../icons.tsx'

export type Face =
  | { readonly type: 'bot'; readonly picture: string | undefined }
  | { readonly type: 'person'; readonly name: string | undefined }
  | { readonly type: 'waiting' }

/**
 * Shows the speaker: the bot's picture, a person's initials, or an icon. It is decoration, because the name is beside
 * it.
 */
export function Avatar({ face, size }: { readonly face: Face; readonly size: 'small' | 'large' }) {
  return (
    <span class={`avatar ${size}`} data-speaker={face.type} aria-hidden="true">
      <Picture face={face} size={size === 'large' ? 22 : 15} />
    </span>
  )
}

function Picture({ face, size }: { readonly face: Face; readonly size: number }) {
  const [isBroken, setIsBroken] = useState(false)
  switch (face.type) {
    case 'bot':
      return face.picture === undefined || isBroken ? (
        <Icon name="bot" size={size} />
      ) : (
        <img src={face.picture} alt="" onError={() => setIsBroken(true)} />
      )
    case 'person': {
      const letters = initials(face.name ?? '')
      return letters === '' ? <Icon name="person" size={size} /> : letters
    }
    case 'waiting':
      return <Icon name="waiting" size={size} />
    default:
      return face satisfies never
  }
}
