import { useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { ProblemError } from '../../../lib/client/index.ts'
import type { TransferFields } from '../../../lib/protocol/control.ts'
import type { Conversation } from '../../../lib/protocol/conversation.ts'
import { PassOnForm } from '../conversation/handoff/PassOnForm.tsx'
import { holdingOf } from '../conversation/holding.ts'
import { nameOf } from '../data/names.ts'
import { useServer } from '../data/server.ts'
import { problemText } from '../texts/problem-text.ts'
import { useTexts } from '../texts/useTexts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { CARD, Modal } from '../ui/Modal.tsx'
import { type TeamCommands, TeamContext } from './actions.ts'
import { useTeamTexts } from './texts/useTeamTexts.ts'
import { agentsKey, conversationsKey } from './useTeam.ts'
import { WhisperForm } from './WhisperForm.tsx'

interface Said {
  readonly text: string
  readonly isProblem: boolean
}

type Asked = { readonly way: 'give' | 'whisper'; readonly conversation: Conversation }

/** Carries out what supervisors do on the page, and says how it went. */
export function TeamActions({ children }: { children: ReactNode }) {
  const texts = useTeamTexts()
  const all = useTexts()
  const { client, botId, agent } = useServer()
  const queries = useQueryClient()
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const [busyWith, setBusyWith] = useState<string | undefined>(undefined)
  const [said, setSaid] = useState<Said | undefined>(undefined)

  const transfer = useMemo(
    () => async (conversation: Conversation, body: TransferFields, doneText: string) => {
      setBusyWith(conversation.id)
      setSaid(undefined)
      try {
        await client.http.request('POST /api/v1/bots/{botId}/conversations/{id}/transfer', {
          path: { botId, id: conversation.id },
          body,
        })
        setSaid({ text: doneText, isProblem: false })
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        setSaid({ text: problemText(error, all), isProblem: true })
      } finally {
        setBusyWith(undefined)
        for (const queryKey of [agentsKey(botId), conversationsKey(botId)]) void queries.invalidateQueries({ queryKey })
      }
    },
    [client, botId, queries, all],
  )
  const commands = useMemo(
    (): TeamCommands => ({
      take: conversation => void transfer(conversation, { to: agent.id }, texts.taken(nameOf(conversation))),
      give: conversation => setAsked({ way: 'give', conversation }),
      whisper: conversation => setAsked({ way: 'whisper', conversation }),
      busyWith,
    }),
    [transfer, agent.id, texts, busyWith],
  )
  const close = () => setAsked(undefined)
  return (
    <TeamContext value={commands}>
      {children}
      <div role={said?.isProblem ? 'alert' : 'status'}>
        {said && (
          <p
            className={`fixed inset-x-4 bottom-4 z-10 mx-auto flex max-w-105 items-center gap-2 rounded-card border border-line bg-raised py-2 ps-4 pe-2 shadow-lg max-shell:bottom-18 ${said.isProblem ? 'text-late' : ''}`}
          >
            <span className="flex-1">{said.text}</span>
            <IconButton label={all.app.close} onClick={() => setSaid(undefined)}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </p>
        )}
      </div>
      <Modal
        isOpen={asked !== undefined}
        onClose={close}
        className={`${CARD} top-1/4 flex max-h-7/10 max-w-105 flex-col p-4`}
      >
        {asked?.way === 'give' && (
          <PassOnForm
            holding={holdingOf(asked.conversation.control, agent.id)}
            onPassOn={(target, reason) => {
              const { conversation } = asked
              void transfer(
                conversation,
                { ...target, ...(reason !== '' && { reason }) },
                texts.given(nameOf(conversation)),
              )
              close()
            }}
          />
        )}
        {asked?.way === 'whisper' && (
          <WhisperForm
            session={asked.conversation.id}
            to={holdingOf(asked.conversation.control, agent.id)}
            onSent={name => {
              setSaid({ text: texts.sent(name), isProblem: false })
              close()
            }}
          />
        )}
      </Modal>
    </TeamContext>
  )
}
