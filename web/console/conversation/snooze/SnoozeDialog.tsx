import { useId, useState } from 'react'
import { DialogForm } from '../../ui/DialogForm.tsx'
import { CARD, Modal } from '../../ui/Modal.tsx'
import { endsFrom, fieldValue, isInReach } from './ends.ts'
import { useSnoozeTexts } from './texts/useSnoozeTexts.ts'

/** Asks for the end of a snooze. */
export function SnoozeDialog({
  isOpen,
  onOpenChange,
  onChoose,
}: {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** `until`: ms since 1970. */
  onChoose: (until: number) => void
}) {
  return (
    <Modal isOpen={isOpen} onClose={() => onOpenChange(false)} className={`${CARD} top-1/4 max-w-90 p-4`}>
      {isOpen && (
        <Form
          onChoose={until => {
            onChoose(until)
            onOpenChange(false)
          }}
        />
      )}
    </Modal>
  )
}

function Form({ onChoose }: { onChoose: (until: number) => void }) {
  const snooze = useSnoozeTexts()
  const more = useId()
  const [chosen, setChosen] = useState(() => fieldValue(endsFrom(Date.now()).tomorrow))
  const [isWrong, setWrong] = useState(false)
  const submit = () => {
    const until = new Date(chosen).getTime()
    if (isInReach(until, Date.now())) onChoose(until)
    else setWrong(true)
  }
  return (
    <DialogForm title={snooze.title} submit={snooze.snooze} onSubmit={submit}>
      <label className="flex flex-col gap-1">
        <span className="text-text-2">{snooze.time}</span>
        <input
          type="datetime-local"
          value={chosen}
          aria-describedby={more}
          aria-invalid={isWrong}
          onChange={event => {
            setChosen(event.target.value)
            setWrong(false)
          }}
          className="h-8 rounded-control border border-line-strong bg-ground px-3 aria-invalid:border-late pointer-coarse:h-11 pointer-coarse:text-title"
        />
      </label>
      <p id={more} className={`text-small ${isWrong ? 'text-late' : 'text-text-2'}`}>
        {snooze.timeMore}
      </p>
    </DialogForm>
  )
}
