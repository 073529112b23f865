import { useState } from 'react'
import type { Finding } from '../../../lib/doctor/findings.ts'
import { AskForm } from './AskForm.tsx'
import { FindingItem } from './FindingList.tsx'
import { GateForm } from './GateForm.tsx'
import type { StepFacts } from './steps.ts'
import { useStepTexts } from './texts/useStepTexts.ts'

const MODES = ['ask', 'gate'] as const
type Mode = (typeof MODES)[number]

/** Connects the bot in one of two ways, and shows what a trial message found. */
export function ConnectStep({ facts, findings }: { facts: StepFacts; findings: readonly Finding[] }) {
  const { connect } = useStepTexts()
  const { config } = facts.setup
  const [mode, setMode] = useState<Mode>(config.mode)
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        {MODES.map(each => (
          <label key={each} className="flex min-h-8 items-start gap-2 pointer-coarse:min-h-11">
            <input
              type="radio"
              name="mode of the bot"
              checked={mode === each}
              className="size-5 shrink-0 accent-accent"
              onChange={() => setMode(each)}
            />
            <span>
              <span className="font-medium">{connect[each]}</span>
              {config.mode === each && <span className="text-text-2"> · {connect.gateNow}</span>}
              <span className="block text-text-2">{connect[`${each}About`]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {mode === 'ask' ? <AskForm facts={facts} /> : <GateForm facts={facts} />}
      {mode === 'ask' && config.mode === 'ask' && <Trial facts={facts} />}
      {mode === 'ask' && findings.length > 0 && (
        <ul className="flex flex-col gap-3">
          {findings.map(finding => (
            <FindingItem key={finding.code} finding={finding} />
          ))}
        </ul>
      )}
    </>
  )
}

/** Says how the bot answered the trial message, if it did. */
function Trial({ facts: { trials } }: { facts: StepFacts }) {
  const { connect } = useStepTexts()
  const trial = trials?.check.connector
  return (
    <p role="status" className="text-text-2">
      {trials === undefined
        ? connect.trying
        : trial?.outcome === 'answered'
          ? connect.works(trial.tookMs)
          : trial?.outcome === 'acknowledged'
            ? connect.acknowledged(trial.tookMs)
            : ''}
    </p>
  )
}
