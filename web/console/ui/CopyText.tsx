import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../texts/useTexts.ts'
import { Button } from './Button.tsx'

/** Shows a text with a button that copies it. `label` names its purpose. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const { app } = useTexts()
  const [outcome, setOutcome] = useState<'copied' | 'refused'>()
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      // The agent can still select the text.
      () => setOutcome('refused'),
    )
  const Icon = outcome === 'copied' ? Check : Copy
  return (
    <figure aria-label={label} className="flex flex-col items-end gap-2">
      <pre className="w-full select-all whitespace-pre-wrap rounded-card border border-line bg-sunken p-3 text-start font-mono text-small text-text break-all">
        {text}
      </pre>
      <div className="flex items-center gap-2">
        <span role="status" className="text-small text-text-2">
          {outcome === 'copied' ? app.copied : outcome === 'refused' ? app.notCopied : ''}
        </span>
        <Button onClick={() => void copy()}>
          <Icon size={14} aria-hidden="true" />
          {app.copy}
        </Button>
      </div>
    </figure>
  )
}
