import type { HandoffView } from '../../../lib/protocol/conversation.ts'
import { useLocale, useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { fullTime, spokenTime } from '../ui/times.ts'
import { fullDate } from './dates.ts'
import { useEpisodes } from './useEpisodes.ts'

const COLOURS: Readonly<Record<HandoffView['status'], string>> = {
  pending: 'text-waiting',
  assigned: 'text-person',
  ended: '',
}

/** Lists the episodes of a conversation: time, agent, outcome, the comment for the bot, and the user's rating. */
export function EpisodeList({ session, epoch }: { session: string; epoch: number }) {
  const { profile } = useTexts()
  const known = useEpisodes(session, epoch)
  if (known === undefined) return null
  if (known.episodes.length === 0) return <p className="text-text-2">{profile.noEpisodes}</p>
  return (
    <>
      <ol className="flex flex-col gap-3">
        {known.episodes.map(episode => (
          <EpisodeItem key={episode.id} episode={episode} />
        ))}
      </ol>
      {known.loadMore !== undefined && (
        <Button kind="quiet" className="self-start" onClick={known.loadMore}>
          {profile.moreEpisodes}
        </Button>
      )}
    </>
  )
}

function EpisodeItem({ episode }: { episode: HandoffView }) {
  const { profile } = useTexts()
  const locale = useLocale()
  const { startedAt, endedAt, agent, reason, comment, rating } = episode
  const lastedMs = endedAt === undefined ? undefined : Date.parse(endedAt) - Date.parse(startedAt)
  return (
    <li className="flex min-w-0 flex-col">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <time dateTime={startedAt} title={fullTime(startedAt, locale)} className="tabular-nums">
          {fullDate(new Date(startedAt), locale, { day: 'numeric', month: 'short', year: 'numeric' })}
        </time>
        <span className={`font-medium ${COLOURS[episode.status]}`}>{outcomeOf(episode, profile)}</span>
      </p>
      {episode.status !== 'pending' && (
        <p className="text-small text-text-2 wrap-anywhere">
          {agent !== undefined && <bdi>{agent.name ?? agent.id}</bdi>}
          {agent !== undefined && lastedMs !== undefined && ' · '}
          {lastedMs !== undefined && spokenTime(lastedMs, locale)}
        </p>
      )}
      {reason !== undefined && <Quoted text={reason} />}
      {comment !== undefined && <Quoted text={comment} />}
      {rating !== undefined && <p className="text-small text-text-2">{profile.rated(rating.stars)}</p>}
      {rating?.comment !== undefined && <Quoted text={rating.comment} />}
    </li>
  )
}

function Quoted({ text }: { text: string }) {
  const { log } = useTexts()
  return (
    <p dir="auto" className="text-small text-text-2 wrap-anywhere">
      {log.reason(text)}
    </p>
  )
}

function outcomeOf(
  { status, outcome }: HandoffView,
  { outcomes, under }: ReturnType<typeof useTexts>['profile'],
): string {
  return status === 'ended' ? outcomes[outcome ?? 'returned'] : under[status]
}
