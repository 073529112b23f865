import { useServer } from '../data/server.ts'
import { useTexts } from '../texts/useTexts.ts'

/** The lines that put the widget into a page, and how it looks. */
export function Embed() {
  const { admin } = useTexts()
  const { botId } = useServer()
  const lines = `<script async src="${location.origin}/widget.js" data-bot="${botId}"></script>`
  return (
    <div className="flex max-w-200 flex-col gap-4">
      <p className="text-text-2">{admin.embedAbout}</p>
      <pre className="whitespace-pre-wrap break-words rounded-card border border-line bg-sunken p-3 font-mono">
        {lines}
      </pre>
      <h2 className="font-medium">{admin.preview}</h2>
      <iframe
        title={admin.preview}
        src={`/widget/?bot=${encodeURIComponent(botId)}&mode=page`}
        className="h-150 max-w-100 rounded-widget border border-line"
      />
    </div>
  )
}
