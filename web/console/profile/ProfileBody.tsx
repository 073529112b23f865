import type { ReactNode } from 'react'
import { languageName } from '../data/languageName.ts'
import { nameOf } from '../data/names.ts'
import { type ConversationFacts, useConversationFacts } from '../data/useConversationFacts.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { fullTime } from '../ui/times.ts'
import { useNow } from '../ui/useNow.ts'
import { shownAttributes } from './attributes.ts'
import { fullDate } from './dates.ts'
import { EpisodeList } from './EpisodeList.tsx'
import { Links } from './Links.tsx'
import { ProfileSkeleton } from './ProfileSkeleton.tsx'
import { Section } from './Section.tsx'
import { useAttributeSettings } from './useAttributes.ts'

const EVERY_MS = 60_000

/** Shows the user's name, ids and attributes, as the channel reported them. */
export function ProfileBody({ session }: { session: string }) {
  const { profile } = useTexts()
  const state = useConversationFacts(session)
  if (state.status !== 'ready') return <ProfileSkeleton />
  const { facts } = state
  const name = nameOf(facts)
  return (
    <div className="flex flex-col gap-5">
      <div className="flex gap-3">
        <Avatar name={name} url={facts.user.avatarUrl} />
        <h2 className="min-w-0 py-1 wrap-anywhere font-medium text-title">
          <bdi>{name}</bdi>
        </h2>
      </div>
      <Section title={profile.contact}>
        <Contact facts={facts} />
      </Section>
      <Section title={profile.attributes}>
        <Attributes facts={facts} />
      </Section>
      <Links facts={facts} />
      <Section title={profile.episodes}>
        <EpisodeList session={session} epoch={facts.epoch} />
      </Section>
    </div>
  )
}

function Contact({ facts }: { facts: ConversationFacts }) {
  const { profile } = useTexts()
  const locale = useLocale()
  const { user, channel, userId, threadId, createdAt, lastHeardAt } = facts
  return (
    <Facts>
      <Fact label={profile.channel} value={channel} />
      {user.language !== undefined && <Fact label={profile.language} value={languageName(user.language, locale)} />}
      <TimeFact label={profile.firstSeen} at={createdAt} />
      {lastHeardAt === undefined ? (
        <Fact label={profile.lastHeard} value={profile.never} />
      ) : (
        <TimeFact label={profile.lastHeard} at={lastHeardAt} />
      )}
      <Fact label={profile.userId} value={userId} isCode />
      {threadId !== undefined && <Fact label={profile.threadId} value={threadId} isCode />}
      <Fact label={profile.conversationId} value={facts.id} isCode />
    </Facts>
  )
}

function Attributes({ facts }: { facts: ConversationFacts }) {
  const { profile } = useTexts()
  const locale = useLocale()
  const now = useNow(EVERY_MS)
  const settings = useAttributeSettings()
  if (settings === undefined) return null
  const attributes = shownAttributes(facts.attributes, settings, { language: locale, now })
  if (attributes.length === 0) return <p className="text-text-2">{profile.noAttributes}</p>
  return (
    <Facts>
      {attributes.map(({ label, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two settings may have the same label.
        <Fact key={index} label={label} value={value} />
      ))}
    </Facts>
  )
}

const Facts = ({ children }: { children: ReactNode }) => (
  <dl className="grid grid-cols-[2fr_3fr] items-baseline gap-x-3 gap-y-1.5">{children}</dl>
)

function Fact({ label, value, isCode = false }: { label: string; value: string; isCode?: boolean }) {
  return (
    <>
      <dt className="wrap-anywhere text-text-2">{label}</dt>
      <dd className={`min-w-0 select-text wrap-anywhere ${isCode ? 'font-mono text-small' : ''}`}>
        <bdi>{value}</bdi>
      </dd>
    </>
  )
}

function TimeFact({ label, at }: { label: string; at: string }) {
  const locale = useLocale()
  return (
    <>
      <dt className="text-text-2">{label}</dt>
      <dd>
        <time dateTime={at} title={fullTime(at, locale)}>
          {fullDate(new Date(at), locale, { dateStyle: 'medium', timeStyle: 'short' })}
        </time>
      </dd>
    </>
  )
}
