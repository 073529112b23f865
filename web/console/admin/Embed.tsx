import { useServer } from '../data/server.ts'
import { CopyText } from '../ui/CopyText.tsx'
import { useAdminTexts } from './texts/useAdminTexts.ts'

/** Shows the lines that embed the widget in a page, and a preview of it. */
export function Embed() {
  const admin = useAdminTexts()
  const { botId } = useServer()
  const lines = `<script async src="${location.origin}/widget.js" data-bot="${botId}"></script>`
  return (
    <div className="flex max-w-200 flex-col gap-4">
      <p className="text-text-2">{admin.embedAbout}</p>
      <CopyText label={admin.tabs.widget} text={lines} />
      <h2 className="font-medium">{admin.preview}</h2>
      <iframe
        title={admin.preview}
        src={`/widget/?bot=${encodeURIComponent(botId)}&mode=page`}
        className="h-150 max-w-100 rounded-widget border border-line"
      />
    </div>
  )
}
