import { MESSENGER_FIELDS } from '../../../../lib/protocol/channels.ts'
import { channelRoutes } from '../../../../lib/protocol/routes/channels.ts'
import { useServer } from '../../data/server.ts'
import { Button } from '../../ui/Button.tsx'
import { CopyText } from '../../ui/CopyText.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import type { MetaApp } from './useMetaApp.ts'

const PATH = channelRoutes.verifyChannel.path.replace('{type}', 'messenger')

/** Shows what to paste into the webhook settings of the app at Meta. */
export function WebhookStep({ app }: { app: MetaApp }) {
  const { channels } = useAdminTexts()
  const { webhook: texts } = channels
  const { apiUrl } = useServer()
  const url = new URL(`${apiUrl}${PATH}`, location.href).href
  return (
    <div className="flex max-w-160 flex-col gap-3">
      <p className="text-text-2">{texts.about}</p>
      {!url.startsWith('https:') && <p className="text-waiting">{texts.notPublic}</p>}
      <Pasted label={texts.url} text={url} />
      {app.verifyToken !== undefined ? (
        <Pasted label={texts.token} text={app.verifyToken} />
      ) : (
        <div className="flex flex-col items-start gap-2">
          <span className="font-medium">{texts.token}</span>
          <span className="text-text-2">{app.enteredId === undefined ? texts.first : texts.tokenHidden}</span>
          {app.enteredId !== undefined && (
            <Button disabled={app.saving.status === 'saving'} onClick={app.makeVerifyToken}>
              {texts.tokenNew}
            </Button>
          )}
        </div>
      )}
      <Pasted label={texts.fields} text={MESSENGER_FIELDS.join(', ')} />
    </div>
  )
}

function Pasted({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden="true" className="font-medium">
        {label}
      </span>
      <CopyText label={label} text={text} />
    </div>
  )
}
