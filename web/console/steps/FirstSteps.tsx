// Keep this import first: zod reads the setting when a schema is created, at import.
import '../data/no-eval.ts'

import { useEffect } from 'react'
import { ProblemError } from '../../../lib/client/index.ts'
import { useServer } from '../data/server.ts'
import { problemText } from '../texts/problem-text.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailedState } from '../ui/FailedState.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { AgentsStep } from './AgentsStep.tsx'
import { AlertsStep } from './AlertsStep.tsx'
import { BotStep } from './BotStep.tsx'
import { ConnectStep } from './ConnectStep.tsx'
import { EmbedStep } from './EmbedStep.tsx'
import { FindingList } from './FindingList.tsx'
import { HideSteps } from './HideSteps.tsx'
import { hide } from './hidden.ts'
import { StepCard } from './StepCard.tsx'
import { connectionFindings, findingsOf, otherFindings, STEPS, type StepFacts, stepsOf } from './steps.ts'
import { useStepTexts } from './texts/useStepTexts.ts'
import { type FactsState, useFacts } from './useFacts.ts'

/** Leads an admin through the first steps with a bot. Each step ticks itself when its fact is true. */
export function FirstSteps() {
  const steps = useStepTexts()
  const { botId } = useServer()
  const state = useFacts()
  return (
    <div className="h-full overflow-y-auto px-4 pt-4 pb-8 shell:px-6 shell:pt-6">
      <h1 className="pb-2 font-medium text-title">
        {steps.title} · <bdi>{botId}</bdi>
      </h1>
      <Content state={state} />
    </div>
  )
}

function Content({ state }: { state: FactsState }) {
  const steps = useStepTexts()
  const { facts, error, again } = state
  if (facts !== undefined) return <Steps state={state} facts={facts} />
  if (error instanceof ProblemError && error.code === 'auth.forbidden') return <EmptyState title={steps.forbidden} />
  if (error !== null) return <FailedState error={error} onRetry={again} />
  return <SkeletonRows label={steps.loading} />
}

function Steps({ state: { error, isChecking, again }, facts }: { state: FactsState; facts: StepFacts }) {
  const steps = useStepTexts()
  const texts = useTexts()
  const { botId } = facts.setup
  const states = stepsOf(facts)
  const done = STEPS.filter(name => states[name] === 'done').length
  const isAllDone = done === STEPS.length
  useEffect(() => {
    if (isAllDone) hide(botId, 'done')
  }, [isAllDone, botId])
  const findings = findingsOf(facts, new Date().toISOString().slice(0, 10))
  const bodies = {
    bot: <BotStep />,
    connect: <ConnectStep facts={facts} findings={connectionFindings(findings)} />,
    embed: <EmbedStep />,
    agents: <AgentsStep facts={facts} />,
    alerts: <AlertsStep />,
  }
  return (
    <div className="flex max-w-200 flex-col gap-4">
      <p className="text-text-2">{steps.about}</p>
      <div className="flex flex-wrap items-center gap-3">
        <p role="status" className="font-medium">
          {isAllDone ? steps.allDone : steps.progress(done, STEPS.length)}
        </p>
        <Button disabled={isChecking} onClick={again}>
          {isChecking ? steps.checking : steps.again}
        </Button>
      </div>
      {error !== null && (
        <p role="alert" className="text-late">
          {steps.notRead(error instanceof ProblemError ? problemText(error, texts) : texts.app.failed)}
        </p>
      )}
      <ol className="flex flex-col">
        {STEPS.map((name, index) => (
          <StepCard key={name} title={`${index + 1}. ${steps.steps[name]}`} state={states[name]}>
            {bodies[name]}
          </StepCard>
        ))}
      </ol>
      {facts.trials !== undefined && <FindingList findings={otherFindings(findings)} />}
      <HideSteps />
    </div>
  )
}
