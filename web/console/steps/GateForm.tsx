import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ProblemError } from '../../../lib/client/index.ts'
import { useServer } from '../data/server.ts'
import { problemText } from '../texts/problem-text.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'
import { CopyText } from '../ui/CopyText.tsx'
import type { StepFacts } from './steps.ts'
import { useStepTexts } from './texts/useStepTexts.ts'

/** Makes a key for the server that asks Interlude, and shows it once. Changes the mode of the bot if necessary. */
export function GateForm({ facts: { setup } }: { facts: StepFacts }) {
  const { connect } = useStepTexts()
  const texts = useTexts()
  const { client, botId } = useServer()
  const queries = useQueryClient()
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: async () => {
      const path = { botId }
      const config = await client.http.request('GET /api/v1/bots/{botId}/config', { path })
      if (config.mode !== 'gate')
        await client.http.request('PUT /api/v1/bots/{botId}', { path, body: { ...config, mode: 'gate' } })
      return await client.http.request('POST /api/v1/bots/{botId}/keys', { path, body: {} })
    },
    onSettled: async () => await queries.invalidateQueries({ queryKey: ['steps', botId] }),
  })
  return (
    <div className="flex max-w-120 flex-col gap-3">
      <p className="text-text-2">
        {connect.keyAbout} {setup.keys > 0 && connect.hasKey(setup.keys)}
      </p>
      <Button kind="primary" className="self-start" disabled={isPending} onClick={() => mutate()}>
        {connect.makeKey}
      </Button>
      <p role="alert" className="wrap-anywhere text-late">
        {error instanceof ProblemError
          ? (error.errors[0]?.message ?? problemText(error, texts))
          : error && texts.app.failed}
      </p>
      {data !== undefined && (
        <div className="flex flex-col gap-2 rounded-card border border-line bg-note-ground p-3">
          <p role="status">{connect.key}</p>
          <CopyText label={connect.keyLabel} text={data.key} />
        </div>
      )}
    </div>
  )
}
