import { useEffect, useRef } from 'react'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from '../ui/Button.tsx'

/** Asks for confirmation before an agent answers in another agent's conversation, or after a colleague has answered. */
export function AnswerAnyway({
  question,
  onAnswer,
  onCancel,
}: {
  question: string
  onAnswer: () => void
  onCancel: () => void
}) {
  const { control } = useTexts()
  const answer = useRef<HTMLButtonElement | null>(null)
  useEffect(() => answer.current?.focus(), [])
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 border-line border-b bg-person-ground px-4 py-1.5">
      <bdi className="min-w-0 flex-1 wrap-anywhere font-medium text-person">{question}</bdi>
      <Button ref={answer} kind="primary" onClick={onAnswer}>
        {control.answer}
      </Button>
      <Button kind="quiet" onClick={onCancel}>
        {control.cancel}
      </Button>
    </div>
  )
}
