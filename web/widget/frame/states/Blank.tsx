import { Icon, type IconName } from '../icons.tsx'

interface BlankProps {
  readonly icon: IconName
  readonly title: string
  readonly more: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** Fills the widget where there is no conversation to show, and says why and how to go on. */
export function Blank({ icon, title, more, action }: BlankProps) {
  return (
    <main class="blank" role="alert">
      <span class="blank-icon">
        <Icon name={icon} size={28} />
      </span>
      <h2>{title}</h2>
      <p>{more}</p>
      {action !== undefined && (
        <button type="button" class="main-button" onClick={action.run}>
          {action.label}
        </button>
      )}
    </main>
  )
}
