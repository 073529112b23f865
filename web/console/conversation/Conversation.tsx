import { lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { useAction } from '../actions/useAction.ts'
import type { Place } from '../app/paths.ts'
import { useFreshEpisodes } from '../data/episodes.ts'
import { languageName } from '../data/languageName.ts'
import { nameOf } from '../data/names.ts'
import { useServer } from '../data/server.ts'
import { type OpenConversation, useConversation } from '../data/useConversation.ts'
import { type ConversationFacts, useConversationFacts, useFreshFacts } from '../data/useConversationFacts.ts'
import { useConversationPresence } from '../data/useConversationPresence.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { Announcer } from './Announcer.tsx'
import { BackLink } from './BackLink.tsx'
import { Composer, type ComposerHandle } from './Composer.tsx'
import { ControlBar } from './ControlBar.tsx'
import { ConversationHeader } from './ConversationHeader.tsx'
import { ConversationSkeleton } from './ConversationSkeleton.tsx'
import { controlNow } from './controlNow.ts'
import { Dismissals } from './dismissals.ts'
import { holdingOf } from './holding.ts'
import { Log, type LogHandle } from './Log.tsx'
import { waitingIn } from './review/proposals.ts'
import { SceneContext } from './scene.ts'
import { localStore } from './storage.ts'
import { TypingLine } from './TypingLine.tsx'
import { answeredIn } from './useCrossing.ts'

const NO_REVIEWS: readonly never[] = []
const NO_ENTRIES: readonly never[] = []

/** Loads when it is first opened. */
const FindBar = lazy(async () => ({ default: (await import('./find/FindBar.tsx')).FindBar }))
/** Loads with the first conversation that people have. */
const BriefCard = lazy(async () => ({ default: (await import('./brief/BriefCard.tsx')).BriefCard }))
/** Loads with the first conversation that the agent has. */
const Whispers = lazy(async () => ({ default: (await import('../team/Whispers.tsx')).Whispers }))
/** Loads with the first conversation. */
const TagBar = lazy(async () => ({ default: (await import('../tags/TagBar.tsx')).TagBar }))

/** The browser's own shortcut: this search also finds entries that are not loaded. */
const FIND_KEYS = { key: 'f', mod: true } as const

interface ConversationProps {
  readonly session: string
  readonly place: Extract<Place, { page: 'inbox' }>
  readonly onShowProfile: () => void
}

/** Shows one conversation: its holder, its log, and the field to answer. */
export function Conversation(props: ConversationProps) {
  const { log } = useTexts()
  const open = useConversation(props.session)
  const state = useConversationFacts(props.session)
  useFreshFacts(props.session, open?.now.cursor)
  useFreshEpisodes(props.session, open?.now.entries ?? NO_ENTRIES)
  if (open?.now.status === 'unknown' || state.status === 'unknown') {
    return (
      <Missing place={props.place}>
        <EmptyState title={log.unknown} more={log.unknownMore} />
      </Missing>
    )
  }
  if (state.status === 'failed') {
    return (
      <Missing place={props.place}>
        <FailedState error={state.error} onRetry={state.retry} />
      </Missing>
    )
  }
  if (open === undefined || open.now.status === 'opening' || state.status === 'loading') {
    return <ConversationSkeleton label={log.opening} place={props.place} />
  }
  return <Opened {...props} open={open} facts={state.facts} />
}

/** Keeps the link back to the list if there is no conversation to show. */
function Missing({ place, children }: { place: ConversationProps['place']; children: ReactNode }) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-12 shrink-0 items-center border-line border-b px-2 shell:hidden">
        <BackLink place={place} />
      </div>
      <div className="min-h-0 flex-1">{children}</div>
    </div>
  )
}

function Opened({
  open: { handle, now },
  facts,
  place,
  onShowProfile,
}: ConversationProps & { open: OpenConversation; facts: ConversationFacts }) {
  const { agent } = useServer()
  const locale = useLocale()
  const { find } = useTexts()
  const [isFinding, setFinding] = useState(false)
  const companions = useConversationPresence(handle.session)
  const composer = useRef<ComposerHandle | null>(null)
  const scroller = useRef<HTMLElement | null>(null)
  const log = useRef<LogHandle | null>(null)
  const toLog = () => scroller.current?.focus()
  useAction('find', find.label, FIND_KEYS, () => setFinding(true))
  const name = nameOf(facts)
  const onUse = useCallback((words: string) => composer.current?.use(words), [])
  const dismissals = useMemo(() => new Dismissals(localStore, handle.session), [handle.session])
  const onEdit = useCallback((first: number, words: string) => composer.current?.edit(first, words), [])
  const control = controlNow(facts, now.entries)
  const reviews = control.holder === 'supervised' ? control.reviews : NO_REVIEWS
  const deadlineOf = useCallback((first: number) => reviews.find(({ from }) => from === first)?.until, [reviews])
  const scene = useMemo(
    () => ({ handle, name, dismissals, onUse, onEdit, deadlineOf }),
    [handle, name, dismissals, onUse, onEdit, deadlineOf],
  )
  const holding = holdingOf(control, agent.id)
  const waiting = holding.by === 'supervised' ? waitingIn(now.entries) : NO_REVIEWS
  const spoken = facts.user.language === undefined ? undefined : languageName(facts.user.language, locale)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ConversationHeader
        name={name}
        more={[facts.channel, spoken].filter(part => part !== undefined).join(' · ')}
        companions={companions}
        place={place}
        onShowProfile={onShowProfile}
        onFind={() => setFinding(true)}
      />
      <ControlBar handle={handle} holding={holding} outbox={now.outbox} log={scroller} />
      <Suspense>
        <TagBar session={handle.session} facts={facts} entries={now.entries} />
      </Suspense>
      <Suspense>
        {holding.by !== 'bot' && (
          <BriefCard
            key={handle.session}
            session={handle.session}
            entries={now.entries}
            isWaiting={holding.by === 'nobody'}
          />
        )}
      </Suspense>
      <Suspense>{holding.by === 'me' && <Whispers session={handle.session} />}</Suspense>
      {isFinding && (
        <Suspense>
          <FindBar
            session={handle.session}
            name={name}
            onGoTo={seq => log.current?.goTo(seq)}
            onClose={() => {
              setFinding(false)
              toLog()
            }}
          />
        </Suspense>
      )}
      <SceneContext value={scene}>
        <Log ref={log} handle={handle} now={now} scroller={scroller} />
      </SceneContext>
      <Announcer now={now} name={name} />
      <TypingLine name={name} parties={now.typing} companions={companions} />
      <Composer
        ref={composer}
        handle={handle}
        holding={holding}
        facts={facts}
        waiting={waiting}
        answered={answeredIn(now.entries, agent.id)}
        name={name}
        onLeave={toLog}
      />
    </div>
  )
}
