import { useTexts } from '../../texts/useTexts.ts'
import { FailedState } from '../../ui/FailedState.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useAdminTexts } from '../texts/useAdminTexts.ts'
import { AppStep } from './AppStep.tsx'
import { PageStep } from './PageStep.tsx'
import { Step } from './Step.tsx'
import { SubscriptionStep } from './SubscriptionStep.tsx'
import type { ChannelForm } from './useChannelForm.ts'
import { useMetaApp } from './useMetaApp.ts'
import { WebhookStep } from './WebhookStep.tsx'

/** Walks an admin through Meta's steps until a page is connected with the bot, or changes a page's channel. */
export function MessengerEditor({ form }: { form: ChannelForm }) {
  const { channels } = useAdminTexts()
  const { app: texts } = useTexts()
  const app = useMetaApp()
  if (app.status === 'loading') return <SkeletonRows label={texts.loading} rows={3} />
  if (app.status === 'failed') return <FailedState error={app.error} onRetry={app.retry} />
  const { steps } = channels
  const shared = (
    <>
      <Step title={steps.app}>
        <AppStep app={app} />
      </Step>
      <Step title={steps.webhook}>
        <WebhookStep app={app} />
      </Step>
    </>
  )
  return (
    <>
      {form.isNew || app.enteredId === undefined ? (
        shared
      ) : (
        <details>
          <summary className="cursor-pointer py-2 text-text-2">{steps.both}</summary>
          {shared}
        </details>
      )}
      <Step title={steps.page}>
        <PageStep form={form} />
      </Step>
      <Step title={steps.subscription}>
        {form.isNew ? (
          <p className="text-text-2">{channels.subscription.saveFirst}</p>
        ) : (
          <SubscriptionStep name={form.name} />
        )}
      </Step>
    </>
  )
}
