import { ProblemError } from '../../../lib/client/index.ts'
import { problemText } from '../texts/problem-text.ts'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from './Button.tsx'
import { EmptyState } from './EmptyState.tsx'

/** Says that a request failed, and why if the client or the server knows. Offers to try again. */
export function FailedState({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  const texts = useTexts()
  return (
    <EmptyState title={texts.app.failed} more={error instanceof ProblemError ? problemText(error, texts) : undefined}>
      <Button onClick={onRetry}>{texts.app.tryAgain}</Button>
    </EmptyState>
  )
}
