import { useMutation } from '@tanstack/react-query'
import { useServer } from '../../data/server.ts'
import { useTexts } from '../../texts/useTexts.ts'
import { Button } from '../../ui/Button.tsx'
import { useScene } from '../scene.ts'

/**
 * Asks for a new delivery of a refused message. `failure` is the `seq` of the refusal, so that repeated presses count
 * once.
 */
export function RedeliverButton({ seq, failure }: { seq: number; failure: number }) {
  const { client, botId } = useServer()
  const { log } = useTexts()
  const { handle } = useScene()
  const { mutate, isPending, isSuccess, isError } = useMutation({
    mutationFn: () =>
      client.http.request('POST /api/v1/bots/{botId}/conversations/{id}/entries/{seq}/redeliver', {
        path: { botId, id: handle.session, seq: String(seq) },
        body: { id: `redeliver-${failure}` },
      }),
  })
  return (
    <>
      <span role="status" className="not-empty:ps-2">
        {isError ? log.notRedelivered : ''}
      </span>
      <Button kind="quiet" className="-me-3" disabled={isPending || isSuccess} onClick={() => mutate()}>
        {log.redeliver}
      </Button>
    </>
  )
}
