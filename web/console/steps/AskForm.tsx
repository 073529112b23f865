import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { CopyText } from '../ui/CopyText.tsx'
import { newSecret } from './new-secret.ts'
import type { StepFacts } from './steps.ts'
import { TextField } from './TextField.tsx'
import { useStepTexts } from './texts/useStepTexts.ts'
import { useConfigChange } from './useConfigChange.ts'

/** Sets the address of a bot that Interlude asks. Makes a secret with the first address, and shows it once. */
export function AskForm({ facts: { setup } }: { facts: StepFacts }) {
  const { connect } = useStepTexts()
  const [url, setUrl] = useState(setup.config.connector?.url ?? '')
  const [made, setMade] = useState<string | undefined>()
  const { isSaving, problem, save, reset } = useConfigChange()
  const submit = async () => {
    const secret = newSecret()
    const isFirst = setup.config.connector === undefined
    const isSaved = await save(({ connector, ...config }) => ({
      ...config,
      mode: 'ask',
      connector: { type: 'http', secret, timeoutMs: 10_000, ...connector, url: url.trim() },
    }))
    if (isSaved && isFirst) setMade(secret)
  }
  return (
    <form action={submit} className="flex max-w-120 flex-col gap-3">
      <TextField
        label={connect.url}
        hint={connect.urlHint}
        value={url}
        isRequired
        problem={problem}
        onChange={next => {
          reset()
          setUrl(next)
        }}
      />
      <Button type="submit" kind="primary" className="self-start" disabled={isSaving || url.trim() === ''}>
        {isSaving ? connect.saving : connect.save}
      </Button>
      {made !== undefined && (
        <div className="flex flex-col gap-2 rounded-card border border-line bg-note-ground p-3">
          <p role="status">{connect.secret}</p>
          <CopyText label={connect.secretLabel} text={made} />
        </div>
      )}
    </form>
  )
}
