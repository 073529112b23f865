import { type RefObject, useState } from 'react'
import type { ConversationHandle } from '../../../../lib/client/index.ts'
import { WhisperForm } from '../../team/WhisperForm.tsx'
import { CARD, Modal } from '../../ui/Modal.tsx'
import type { Holding } from '../holding.ts'
import { PassOnForm } from './PassOnForm.tsx'
import { ReasonForm } from './ReasonForm.tsx'
import { useHandoffTexts } from './texts/useHandoffTexts.ts'
import type { Asked } from './ways.ts'

interface DialogProps {
  readonly handle: ConversationHandle
  readonly holding: Holding
  /** The way to ask about; the dialog is closed without one. */
  readonly way: Asked | undefined
  readonly log: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

/** Asks for the fields of a command on the handoff, and gives the command. Each time it opens, the form is empty. */
export function HandoffDialog({ handle, holding, way, log, onClose }: DialogProps) {
  const [isDone, setDone] = useState(false)
  const done = () => {
    setDone(true)
    onClose()
  }
  return (
    <Modal
      isOpen={way !== undefined}
      onClose={() => {
        setDone(false)
        onClose()
      }}
      {...(isDone && way === undefined && { finalFocus: log })}
      className={`${CARD} top-1/4 flex max-h-7/10 max-w-105 flex-col p-4`}
    >
      {way && <Form way={way} handle={handle} holding={holding} onDone={done} />}
    </Modal>
  )
}

function Form({
  way,
  handle,
  holding,
  onDone,
}: Pick<DialogProps, 'handle' | 'holding'> & { way: Asked; onDone: () => void }) {
  const texts = useHandoffTexts()
  switch (way) {
    case 'pass-on':
      return (
        <PassOnForm
          holding={holding}
          onPassOn={(target, reason) => {
            handle.transfer({ ...target, ...(reason !== '' && { reason }) })
            onDone()
          }}
        />
      )
    case 'put-back':
      return (
        <ReasonForm
          key={way}
          texts={texts.putBack}
          isOptional
          onSubmit={reason => {
            handle.transfer(reason === '' ? {} : { reason })
            onDone()
          }}
        />
      )
    case 'whisper':
      return <WhisperForm session={handle.session} to={holding} onSent={onDone} />
    case 'decline':
      return (
        <ReasonForm
          key={way}
          texts={texts.decline}
          isOptional={false}
          onSubmit={reason => {
            handle.decline(reason)
            onDone()
          }}
        />
      )
    default:
      return way satisfies never
  }
}
