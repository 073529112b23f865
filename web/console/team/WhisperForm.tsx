import { useState } from 'react'
import { ProblemError } from '../../../lib/client/index.ts'
import { MAX_NOTIFICATION_CHARS } from '../../../lib/protocol/wire.ts'
import type { Holding } from '../conversation/holding.ts'
import { useServer } from '../data/server.ts'
import { problemText } from '../texts/problem-text.ts'
import { useTexts } from '../texts/useTexts.ts'
import { DialogForm } from '../ui/DialogForm.tsx'
import { useTeamTexts } from './texts/useTeamTexts.ts'

/** Asks for words to the agent who has a conversation, and sends them. A refusal keeps the words. */
export function WhisperForm({
  session: id,
  to,
  onSent,
}: {
  session: string
  to: Holding
  /** Gets the name of the agent. */
  onSent: (name: string) => void
}) {
  const texts = useTeamTexts()
  const all = useTexts()
  const { client, botId } = useServer()
  // The same words keep their id, so that a repeated request sends them once.
  const [{ words, commandId }, setWords] = useState({ words: '', commandId: crypto.randomUUID() })
  const [state, setState] = useState<'writing' | 'sending' | Error>('writing')
  const name = to.by === 'other' ? to.name : ''
  const send = async () => {
    setState('sending')
    try {
      const sent = await client.http.request('POST /api/v1/bots/{botId}/conversations/{id}/whisper', {
        path: { botId, id },
        body: { id: commandId, text: words.replace(/\s+/g, ' ').trim() },
      })
      onSent(sent.to?.name ?? sent.to?.id ?? name)
    } catch (error) {
      setState(error instanceof Error ? error : new Error(String(error)))
    }
  }
  return (
    <DialogForm
      title={texts.whisperTo(name)}
      submit={state === 'sending' ? texts.sending : texts.send}
      canSubmit={words.trim() !== '' && state !== 'sending'}
      onSubmit={() => void send()}
    >
      <label className="flex flex-col gap-1">
        <span className="text-text-2">{texts.whisperField}</span>
        <textarea
          value={words}
          rows={3}
          dir="auto"
          maxLength={MAX_NOTIFICATION_CHARS}
          onChange={event => setWords({ words: event.target.value, commandId: crypto.randomUUID() })}
          className="resize-none rounded-control border border-line-strong bg-ground px-3 py-2 text-log pointer-coarse:text-title"
        />
      </label>
      <p className="text-small text-text-2">{texts.whisperMore}</p>
      {state instanceof Error && (
        <p role="alert" className="text-late">
          {state instanceof ProblemError ? problemText(state, all) : all.app.failed}
        </p>
      )}
    </DialogForm>
  )
}
