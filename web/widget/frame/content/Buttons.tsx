import type { Say } from '../../../../lib/client/index.ts'
import type { ShownButton } from '../../../../lib/protocol/shown.ts'
import { Link } from './Link.tsx'

/** Sends a choice as the user's message. */
export type Choose = (choice: Say) => void

interface ButtonsProps {
  readonly buttons: readonly ShownButton[]
  readonly onChoose: Choose
}

export function Buttons({ buttons, onChoose }: ButtonsProps) {
  if (buttons.length === 0) return null
  return (
    <div class="buttons">
      {buttons.map((button, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
        <ButtonOf key={index} button={button} onChoose={onChoose} />
      ))}
    </div>
  )
}

function ButtonOf({ button, onChoose }: { readonly button: ShownButton; readonly onChoose: Choose }) {
  switch (button.type) {
    case 'url':
      return (
        <Link href={button.url} class="button">
          <bdi>{button.title}</bdi>
        </Link>
      )
    case 'postback':
    case 'say':
      return (
        <button type="button" class="button" onClick={() => onChoose(choiceOf(button))}>
          <bdi>{button.title}</bdi>
        </button>
      )
    default:
      return button satisfies never
  }
}

function choiceOf(button: Exclude<ShownButton, { type: 'url' }>): Say {
  return button.type === 'say'
    ? { type: 'text', text: button.text }
    : { type: 'postback', text: button.title, payload: { payload: button.payload } }
}
