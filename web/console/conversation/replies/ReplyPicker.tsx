import { lazy, type RefObject, Suspense, useEffect, useId, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import type { ListedReply } from '../../../../lib/protocol/routes/replies.ts'
import { fillTemplate } from '../../../../lib/protocol/template-values.ts'
import { useAction } from '../../actions/useAction.ts'
import { useServer } from '../../data/server.ts'
import type { ConversationFacts } from '../../data/useConversationFacts.ts'
import { useTemplateFacts } from '../../data/useTemplateFacts.ts'
import { useLocale } from '../../texts/useTexts.ts'
import { localStore } from '../storage.ts'
import { keyOf, matching } from './matching.ts'
import { optionId, ReplyList } from './ReplyList.tsx'
import { useReplyTexts } from './texts/useReplyTexts.ts'
import { typedBefore } from './typed.ts'
import { useCaret } from './useCaret.ts'
import { UsedReplies } from './used.ts'
import { useFieldKeys } from './useFieldKeys.ts'
import { GAP, useGap } from './useGap.ts'
import { useReplies } from './useReplies.ts'

/** Loads when an agent manages their own replies. */
const RepliesDialog = lazy(async () => ({ default: (await import('./RepliesDialog.tsx')).RepliesDialog }))

const NONE: readonly never[] = []

/**
 * Offers the canned replies in a list above the field once the agent types the trigger, and inserts the chosen one with
 * its variables filled. It follows the pattern of a combobox with a list: the focus stays in the field.
 */
export function ReplyPicker({
  field,
  text,
  facts,
  onType,
}: {
  field: RefObject<HTMLTextAreaElement | null>
  /** The answer in the field. Undefined while the field has a note. */
  text: string | undefined
  facts: ConversationFacts
  /** Replaces the text of the field. */
  onType: (text: string) => void
}) {
  const texts = useReplyTexts()
  const locale = useLocale()
  const listId = useId()
  const { botId, agent } = useServer()
  const values = useTemplateFacts(facts)
  const replies = useReplies()
  const caret = useCaret(field)
  const gap = useGap(field, text)
  const used = useMemo(() => new UsedReplies(localStore, botId, agent.id), [botId, agent.id])
  const [closedAt, setClosedAt] = useState<number>()
  const [isManaging, setManaging] = useState<boolean | undefined>(undefined)
  const trigger = replies.status === 'ready' ? replies.trigger : '/'
  const typed = caret === undefined || text === undefined ? undefined : typedBefore(text, caret, trigger)
  const query = typed?.query ?? ''
  const [chosen, setChosen] = useState({ query, index: 0 })
  const active = chosen.query === query ? chosen.index : 0
  const all = replies.status === 'ready' ? replies.all : NONE
  const found = useMemo(() => matching(all, query, used.list()), [all, query, used])
  // Words after a space are the answer, unless they name a reply.
  const isOpen = typed !== undefined && typed.at !== closedAt && (found.length > 0 || !/\s/.test(query))
  const shown = isOpen ? found : NONE
  useAction('replies', texts.manage, undefined, () => setManaging(true))

  // A trigger that is typed anew opens the list again.
  const at = typed?.at
  useEffect(() => {
    if (caret !== undefined && at === undefined) setClosedAt(undefined)
  }, [caret, at])

  const insert = (reply: ListedReply) => {
    const element = field.current
    if (typed === undefined || caret === undefined || text === undefined || element === null) return
    const filled = fillTemplate(reply.value, values, { gap: GAP })
    used.add(keyOf(reply))
    setClosedAt(typed.at)
    flushSync(() => onType(text.slice(0, typed.at) + filled.text + text.slice(caret)))
    gap.note(filled.missing)
    const begin = typed.at + (filled.gapAt ?? filled.text.length)
    element.focus()
    element.setSelectionRange(begin, filled.gapAt === undefined ? begin : begin + GAP.length)
  }
  const onKey = ({ key }: KeyboardEvent): boolean => {
    if (!isOpen) return key === 'Enter' && gap.select()
    const reply = shown[active]
    switch (key) {
      case 'Escape':
        setClosedAt(typed?.at)
        return true
      case 'ArrowDown':
      case 'ArrowUp': {
        const next = active + (key === 'ArrowDown' ? 1 : -1)
        if (reply !== undefined) setChosen({ query, index: (next + shown.length) % shown.length })
        return reply !== undefined
      }
      case 'Enter':
      case 'Tab':
        if (reply !== undefined) insert(reply)
        // While the list loads, the trigger alone would be sent.
        return reply !== undefined || (key === 'Enter' && replies.status === 'loading')
      default:
        return false
    }
  }
  useFieldKeys(field, onKey, gap.select)

  const activeId = shown[active] && optionId(listId, active)
  const isAnswer = text !== undefined
  useEffect(
    () => (isAnswer ? describe(field.current, isOpen ? listId : undefined, activeId) : undefined),
    [field, isAnswer, isOpen, listId, activeId],
  )
  return (
    <>
      {isOpen && (
        <ReplyList
          id={listId}
          status={replies.status}
          isEmpty={all.length === 0}
          shown={shown}
          active={active}
          values={values}
          onPoint={index => setChosen({ query, index })}
          onChoose={insert}
          onManage={() => setManaging(true)}
        />
      )}
      <span role="status" className="sr-only">
        {isOpen && replies.status === 'ready' && (shown.length > 0 ? texts.found(shown.length) : texts.noMatch)}
      </span>
      <p role="status" className="text-small text-waiting empty:hidden">
        {gap.missing.length > 0 && texts.missing(new Intl.ListFormat(locale).format(gap.missing))}
      </p>
      {isManaging !== undefined && (
        <Suspense>
          <RepliesDialog isOpen={isManaging} onClose={() => setManaging(false)} field={field} />
        </Suspense>
      )}
    </>
  )
}

/** Tells assistive technology about the list and its active option. */
function describe(element: HTMLTextAreaElement | null, listId: string | undefined, activeId: string | undefined) {
  if (element === null) return undefined
  const attributes = {
    'aria-haspopup': 'listbox',
    'aria-autocomplete': 'list',
    ...(listId !== undefined && { 'aria-controls': listId }),
    ...(activeId !== undefined && { 'aria-activedescendant': activeId }),
  }
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return () => {
    for (const name of Object.keys(attributes)) element.removeAttribute(name)
  }
}
