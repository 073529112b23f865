import { Menu } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import { lazy, type RefObject, Suspense, useState } from 'react'
import type { ConversationHandle } from '../../../../lib/client/index.ts'
import { supervises } from '../../../../lib/protocol/roles.ts'
import { KeyHint } from '../../actions/KeyHint.tsx'
import type { Keys } from '../../actions/keys.ts'
import { useAction } from '../../actions/useAction.ts'
import { useServer } from '../../data/server.ts'
import { useMe } from '../../data/useMe.ts'
import type { Texts } from '../../texts/en.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { MenuPopup } from '../../ui/MenuPopup.tsx'
import type { Holding } from '../holding.ts'
import { DECLINE_KEY, PASS_ON_KEY, PUT_BACK_KEY } from '../keys.ts'
import { type Asked, isAsked, type Way, waysFor } from './ways.ts'

/** Loads when it is first opened. */
const HandoffDialog = lazy(async () => ({ default: (await import('./HandoffDialog.tsx')).HandoffDialog }))

const KEYS: Readonly<Partial<Record<Way, Keys>>> = {
  'pass-on': PASS_ON_KEY,
  'put-back': PUT_BACK_KEY,
  decline: DECLINE_KEY,
}

function labelOf(way: Way, { passOn, putBack, decline, supervise, take, whisper }: Texts['control']): string {
  const label = { 'pass-on': passOn, 'put-back': putBack, decline, supervise, take, whisper }[way]
  return isAsked(way) ? `${label} …` : label
}

/** Offers the ways to let go of the conversation, other than to the bot. Each asks in a dialog. */
export function HandoffMenu({
  handle,
  holding,
  isDisabled,
  log,
}: {
  handle: ConversationHandle
  holding: Holding
  isDisabled: boolean
  /** Gets the focus after a command, since the button may be gone then. */
  log: RefObject<HTMLElement | null>
}) {
  const { control } = useTexts()
  const { botId, agent } = useServer()
  const me = useMe()
  const [way, setWay] = useState<Asked>()
  const [isLoaded, setLoaded] = useState(false)
  const ways = waysFor(holding, me !== undefined && supervises(me.roles, botId))
  const open = (next: Way) => {
    if (!isAsked(next)) return void (next === 'take' ? handle.transfer({ to: agent.id }) : handle.supervise())
    setLoaded(true)
    setWay(next)
  }
  const labelIfOffered = (each: Way) => (ways.includes(each) && !isDisabled ? labelOf(each, control) : undefined)
  useAction('pass-on', labelIfOffered('pass-on'), KEYS['pass-on'], () => open('pass-on'))
  useAction('put-back', labelIfOffered('put-back'), KEYS['put-back'], () => open('put-back'))
  useAction('supervise', labelIfOffered('supervise'), undefined, () => open('supervise'))
  useAction('take', labelIfOffered('take'), undefined, () => open('take'))
  useAction('whisper', labelIfOffered('whisper'), undefined, () => open('whisper'))
  useAction('decline', labelIfOffered('decline'), KEYS.decline, () => open('decline'))
  return (
    <>
      {ways.length > 0 && (
        <Menu.Root>
          <Menu.Trigger
            disabled={isDisabled}
            render={props => (
              <IconButton {...props} label={control.moreActions} className="shrink-0">
                <Ellipsis size={18} aria-hidden="true" />
              </IconButton>
            )}
          />
          <MenuPopup label={control.moreActions} align="end" className="min-w-50">
            {ways.map(each => (
              <Menu.Item
                key={each}
                onClick={() => open(each)}
                className="flex min-h-9 cursor-pointer items-center justify-between gap-4 rounded-control px-3 outline-none data-[highlighted]:bg-sunken pointer-coarse:min-h-11"
              >
                <span className="font-medium text-text">{labelOf(each, control)}</span>
                <Key of={KEYS[each]} />
              </Menu.Item>
            ))}
          </MenuPopup>
        </Menu.Root>
      )}
      <Suspense>
        {/* It stays open if another agent takes the conversation meanwhile: the server tells who has it. */}
        {isLoaded && (
          <HandoffDialog handle={handle} holding={holding} way={way} log={log} onClose={() => setWay(undefined)} />
        )}
      </Suspense>
    </>
  )
}

const Key = ({ of }: { of: Keys | undefined }) => of && <KeyHint keys={of} />
