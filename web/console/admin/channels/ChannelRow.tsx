import type { ReactNode } from 'react'
import type { ChannelConfig } from '../../../../lib/protocol/channels.ts'
import { accountIdOf } from '../../../../lib/protocol/channels.ts'
import { Button } from '../../ui/Button.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { CheckState } from './CheckState.tsx'
import { useChecks } from './useChecks.ts'

/** A channel in the list: its name, its kind, and how it does. */
export function ChannelRow({
  name,
  config,
  isOpen,
  onOpen,
  onRemove,
  children,
}: {
  name: string
  config: ChannelConfig
  isOpen: boolean
  onOpen: () => void
  onRemove: () => void
  children: ReactNode
}) {
  const admin = useAdminTexts()
  const { channels } = admin
  const { state, isBusy } = useChecks(name)
  return (
    <li className="flex flex-col gap-2 border-line border-t py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="flex min-w-0 grow flex-wrap items-baseline gap-x-2">
          <bdi className="wrap-anywhere font-medium">{name}</bdi>
          <span className="wrap-anywhere text-text-2">
            {channels.kinds[config.type]} · {accountIdOf(config) ?? hostOf(config)}
          </span>
        </span>
        <CheckState state={state} isBusy={isBusy} />
        <span className="flex gap-2">
          <Button aria-label={channels.editIt(name)} aria-expanded={isOpen} onClick={onOpen}>
            {channels.edit}
          </Button>
          <Button kind="danger" aria-label={channels.removeIt(name)} onClick={onRemove}>
            {admin.remove}
          </Button>
        </span>
      </div>
      {children}
    </li>
  )
}

function hostOf(config: ChannelConfig): string {
  return 'url' in config && URL.canParse(config.url) ? new URL(config.url).host : ''
}
