import { ProblemError } from '../../../../lib/client/index.ts'
import { problemText } from '../../texts/problem-text.ts'
import { useLocale, useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { SkeletonPart } from '../../ui/Skeleton.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { CheckIcon } from './CheckState.tsx'
import type { Checks } from './useChecks.ts'
import { wordsOf } from './words.ts'

/** Lists the checks of a channel, with what each found and what to do. */
export function CheckList({ checks: { state, isBusy, again } }: { checks: Checks }) {
  const { channels } = useAdminTexts()
  const texts = useTexts()
  const locale = useLocale()
  return (
    <div className="flex flex-col gap-3">
      {state.status === 'checking' && <CheckSkeleton label={channels.state.checking} />}
      {state.status === 'failed' && (
        <p role="alert" className="text-late">
          {channels.state.failed} {state.error instanceof ProblemError ? problemText(state.error, texts) : ''}
        </p>
      )}
      {state.status === 'checked' && (
        <ul aria-label={channels.checks} aria-busy={isBusy} className="flex flex-col gap-3">
          {state.checks.map(check => (
            <li key={check.name} className="flex items-start gap-2">
              <CheckIcon status={check.status} />
              <span className="flex min-w-0 max-w-160 flex-col">
                <span className="font-medium">
                  {channels.checkNames[check.name]}
                  <span className="sr-only">: {channels.checkStates[check.status]}</span>
                </span>
                <span className="wrap-anywhere text-text-2">{wordsOf(check, channels.findings, locale)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Button className="self-start" disabled={isBusy} onClick={again}>
        {isBusy ? channels.state.checking : channels.checkAgain}
      </Button>
    </div>
  )
}

function CheckSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="late flex flex-col gap-3">
      {[1, 2, 3, 4].map(row => (
        <span key={row} className="flex items-center gap-3">
          <SkeletonPart look="size-8 rounded-full" />
          <SkeletonPart look="h-3 w-2/5 rounded-control" />
        </span>
      ))}
    </div>
  )
}
