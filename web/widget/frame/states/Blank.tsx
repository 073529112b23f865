import type { Closed } from '../chat/load-bot.ts'
import { Icon, type IconName } from '../icons.tsx'
import type { SayText, TextKey } from '../texts/catalogue.ts'

interface BlankProps {
  readonly icon: IconName
  readonly title: string
  readonly more: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** Fills the widget if there is no conversation to show. Explains why, and how to continue. */
export function Blank({ icon, title, more, action }: BlankProps) {
  return (
    <div class="blank">
      <div role="alert">
        <span class="blank-icon">
          <Icon name={icon} size={28} />
        </span>
        <h2>{title}</h2>
        <p>{more}</p>
      </div>
      {action !== undefined && (
        <button type="button" class="main-button" onClick={action.run}>
          {action.label}
        </button>
      )}
    </div>
  )
}

const blank = (icon: IconName, title: TextKey, more: TextKey) => (say: SayText) => ({
  icon,
  title: say(title),
  more: say(more),
})

/** The content of `Blank` for each reason. */
export const BLANKS = {
  'unknown-bot': blank('sad', 'unknownBot', 'unknownBotMore'),
  forbidden: blank('sad', 'forbidden', 'forbiddenMore'),
  expired: blank('waiting', 'expired', 'expiredMore'),
  failed: blank('offline', 'failed', 'failedMore'),
} as const satisfies Record<Closed, ReturnType<typeof blank>>
