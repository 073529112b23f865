import { nameOf } from '../data/names.ts'
import { useConversationFacts } from '../data/useConversationFacts.ts'
import { useLanguage, useTexts } from '../texts/useTexts.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { fullTime } from '../ui/times.ts'

/** What is known of the user. A column on wide screens, a sheet on others. */
export function Profile({ session, isSheetOpen }: { session: string; isSheetOpen: boolean; onClose: () => void }) {
  const { profile } = useTexts()
  const language = useLanguage()
  const facts = useConversationFacts(session, undefined)
  return (
    <aside
      aria-label={profile.label}
      className={`w-80 shrink-0 overflow-y-auto border-line border-s p-4 ${isSheetOpen ? '' : 'max-wide:hidden'}`}
    >
      {facts !== undefined && (
        <>
          <div className="flex items-center gap-3 pb-4">
            <Avatar name={nameOf(facts)} url={facts.user.avatarUrl} />
            <h2 className="min-w-0 truncate font-medium text-title">
              <bdi>{nameOf(facts)}</bdi>
            </h2>
          </div>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            <Fact label={profile.channel} value={facts.channel} />
            <Fact label={profile.userId} value={facts.userId} />
            <Fact label={profile.firstSeen} value={fullTime(facts.createdAt, language)} />
            <Fact
              label={profile.lastHeard}
              value={facts.lastHeardAt === undefined ? profile.never : fullTime(facts.lastHeardAt, language)}
            />
          </dl>
        </>
      )}
    </aside>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt className="text-text-3">{label}</dt>
      <dd className="min-w-0 break-words">
        <bdi>{value}</bdi>
      </dd>
    </>
  )
}
