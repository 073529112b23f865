import { AlertsTab } from '../admin/alerts/AlertsTab.tsx'
import { useStepTexts } from './texts/useStepTexts.ts'

/** Adds addresses that get the alerts. */
export function AlertsStep() {
  const { alerts } = useStepTexts()
  return (
    <>
      <p className="text-text-2">{alerts.about}</p>
      <AlertsTab />
    </>
  )
}
