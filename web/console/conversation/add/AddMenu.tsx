import { Menu } from '@base-ui/react/menu'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { SHOWN_LIMITS } from '../../../../lib/protocol/shown.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { MenuChoice, MenuPopup } from '../../ui/MenuPopup.tsx'
import { useReplyTexts } from '../replies/texts/useReplyTexts.ts'
import { useReplies } from '../replies/useReplies.ts'
import type { Additions, Form } from './additions.ts'
import { ADD_LOOK } from './look.ts'
import { useAddTexts } from './texts/useAddTexts.ts'
import { useCards } from './useCards.ts'

const loadDialog = async () => ({ default: (await import('./AddDialog.tsx')).AddDialog })
const AddDialog = lazy(loadDialog)
const RepliesDialog = lazy(async () => ({ default: (await import('../replies/RepliesDialog.tsx')).RepliesDialog }))

/** The dialog of the agent's own canned replies: the list, or the form of a new one with this text. */
interface Managing {
  readonly isOpen: boolean
  readonly newText?: string
}

/** Offers what can be added to an answer. It is open at first: this loads when it is asked for. */
export function AddMenu(additions: Additions) {
  const { composer } = useTexts()
  const texts = useAddTexts()
  const [isOpen, setOpen] = useState(true)
  const [form, setForm] = useState<Form>()
  const [isLoaded, setLoaded] = useState(false)
  const cards = useCards(isOpen)
  const canned = useReplyTexts()
  const replies = useReplies()
  const [managing, setManaging] = useState<Managing | undefined>(undefined)
  // Loads the forms while the agent chooses. Keys that are typed before a form has the focus would be shortcuts.
  useEffect(() => void loadDialog(), [])
  const open = (next: Form) => {
    setLoaded(true)
    setForm(next)
  }
  return (
    <>
      <Menu.Root open={isOpen} onOpenChange={setOpen}>
        <Menu.Trigger
          render={props => (
            <IconButton {...props} label={composer.add} className={ADD_LOOK}>
              <Plus size={16} aria-hidden="true" />
            </IconButton>
          )}
        />
        <MenuPopup label={composer.add} side="top" align="start" className="w-70">
          <MenuChoice title={texts.replies} more={texts.repliesMore} onChoose={() => open('replies')} />
          <MenuChoice
            title={texts.link}
            more={texts.linkMore}
            isDisabled={additions.added.buttons.length >= SHOWN_LIMITS.buttons}
            onChoose={() => open('link')}
          />
          {cards.status === 'ready' && cards.all.length > 0 && (
            <MenuChoice title={texts.card} more={texts.cardMore} onChoose={() => open('card')} />
          )}
          <MenuChoice
            title={canned.manage}
            more={canned.manageMore(replies.status === 'ready' ? replies.trigger : '/')}
            onChoose={() => setManaging({ isOpen: true })}
          />
          <MenuChoice
            title={canned.saveAs}
            more={canned.saveAsMore}
            isDisabled={additions.words === ''}
            onChoose={() => setManaging({ isOpen: true, newText: additions.words })}
          />
          {cards.status === 'failed' && <p className="px-3 py-2 text-late text-small">{texts.cardsFailed}</p>}
        </MenuPopup>
      </Menu.Root>
      <Suspense>
        {isLoaded && (
          <AddDialog
            {...additions}
            form={form}
            cards={cards.status === 'ready' ? cards.all : []}
            onClose={() => setForm(undefined)}
          />
        )}
        {managing !== undefined && (
          <RepliesDialog
            {...managing}
            field={additions.field}
            onClose={() => setManaging({ ...managing, isOpen: false })}
          />
        )}
      </Suspense>
    </>
  )
}
