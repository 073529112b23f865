import type { ShownButton, ShownQuickReply } from '../../../../lib/protocol/shown.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { OutLink } from './OutLink.tsx'

const CHIP = 'max-w-full truncate rounded-full border border-line-strong px-2.5 py-0.5 text-small'

/** Shows the buttons that the user was offered. Here only links work. */
export function Choices({
  buttons,
  quickReplies,
}: {
  buttons: readonly ShownButton[]
  quickReplies: readonly ShownQuickReply[]
}) {
  const { content } = useTexts()
  if (buttons.length === 0 && quickReplies.length === 0) return null
  return (
    <ul aria-label={content.choices} className="flex min-w-0 flex-wrap gap-1">
      {buttons.map((button, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
        <li key={index} className="flex max-w-full">
          {button.type === 'url' ? (
            <OutLink href={button.url} className={`${CHIP} text-accent underline`}>
              {button.title}
            </OutLink>
          ) : (
            <bdi className={CHIP}>{button.title}</bdi>
          )}
        </li>
      ))}
      {quickReplies.map(({ title }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message never changes.
        <li key={`reply ${index}`} className="flex max-w-full">
          <bdi className={`${CHIP} border-dashed`}>{title}</bdi>
        </li>
      ))}
    </ul>
  )
}
